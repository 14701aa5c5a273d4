# %%
import doctest

# %%
def double(x):
    """Return twice `x`.

    >>> double(2)
    4
    """
    return 2 * x

# %%
if __name__ == '__main__':
    doctest.testmod()
