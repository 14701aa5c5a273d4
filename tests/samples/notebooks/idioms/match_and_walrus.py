# %%
def double(x):
    match x.ndim:
        case 0 | 1 | 2:
            pass
    return y if (y := 2 * x) is not None else x
