# %%
#@title Settings
factor = 2 #@param {type:'slider'}

# %%
def double(x):
    return factor * x
