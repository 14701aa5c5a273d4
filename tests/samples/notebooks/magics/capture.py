# %%
%%capture out
def double(x):
    return 2 * x

# %%
out.show()
print(out.stdout)
