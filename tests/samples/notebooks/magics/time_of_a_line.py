# %%
def double(x):
    return 2 * x

# %%
%time y = double(2)
print(y)
