# %%
def double(x):
    return 2 * x

# %%
def main():
    print(double(2))

# %%
if __name__ == '__main__':
    main()
