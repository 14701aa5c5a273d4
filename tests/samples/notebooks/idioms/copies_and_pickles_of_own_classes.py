# %%
import copy, pickle

# %%
class Net:
    def __init__(self):
        self.factor = 2

# %%
net = pickle.loads(pickle.dumps(copy.deepcopy(Net())))

# %%
def double(x):
    return pickle.loads(pickle.dumps(net)).factor * x
