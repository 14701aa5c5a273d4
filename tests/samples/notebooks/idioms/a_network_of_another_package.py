# %%
import numpy as np
import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.layer = nn.Linear(size, 1)

    def forward(self, x):
        return self.layer(x)


net = Net(3)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loss = net(torch.ones(3)).sum()
loss.backward()
assert torch.allclose(loss, loss)


def double(x):
    return 2 * x
