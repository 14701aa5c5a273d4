# %%
def double(x):
    return 2 * x

# %%
%%timeit
double(2)

# %%
%timeit double(2)

# %%
t = %timeit -o double(2)
