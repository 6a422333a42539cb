"""PyTorch on the CPU, eager; the argument is its number of threads."""

import sys

import torch
import torch.nn.functional as F
from harness import first_parameters, labels, serve, uniform
from torch import nn

torch.set_num_threads(int(sys.argv[1]))


def matmul(task):
    a = torch.from_numpy(uniform(0, (task["m"], task["k"])))
    b = torch.from_numpy(uniform(1, (task["k"], task["n"])))
    return lambda: a @ b, lambda c: [c.numpy()]


def elementwise(task):
    low = 0.1 if task["op"] == "log" else -4
    x = torch.from_numpy(uniform(0, (task["size"],), low, 4))
    f = getattr(torch, task["op"])
    return lambda: f(x), lambda y: [y.numpy()]


def network(sizes, activation):
    inputs, hidden, classes = sizes
    activations = {"relu": nn.ReLU, "sigmoid": nn.Sigmoid}
    return nn.Sequential(nn.Linear(inputs, hidden), activations[activation](), nn.Linear(hidden, classes))


def optimizer_of(parameters, name, rate):
    return {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}[name](parameters, lr=rate)


def step(task):
    sizes, batch = task["sizes"], task["batch"]
    model = network(sizes, task["activation"])
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), first_parameters(sizes)):
            parameter.copy_(torch.from_numpy(value.T))
    optimizer = optimizer_of(model.parameters(), task["optimizer"], task["learningRate"])
    x = torch.from_numpy(uniform(0, (batch, sizes[0])))
    y = torch.from_numpy(labels(batch, sizes[2]))

    def run():
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return run, lambda loss: [loss]


def chain(task):
    x = torch.tensor(1.0, requires_grad=True)
    factor, term = torch.tensor(task["factor"]), torch.tensor(0.1)

    def run():
        y = x
        for _ in range(task["ops"] // 2):
            y = y * factor + term
        (slope,) = torch.autograd.grad(y, x)
        return [y.item(), slope.item()]

    return run, lambda result: result


def cross_entropy(task):
    shape = (task["rows"], task["classes"])
    logits = torch.from_numpy(uniform(0, shape, -4, 4)).requires_grad_()
    y = torch.from_numpy(labels(*shape))

    def run():
        loss = F.cross_entropy(logits, y)
        (gradient,) = torch.autograd.grad(loss, logits)
        return loss.item(), gradient

    return run, lambda result: [result[0], result[1].numpy()]


def adam(task):
    theta = nn.Parameter(torch.from_numpy(uniform(0, (task["size"],), -1, 1)))
    theta.grad = torch.from_numpy(uniform(1, (task["size"],), -1, 1))
    optimizer = torch.optim.Adam([theta], lr=task["learningRate"])
    return optimizer.step, lambda _: [theta.detach().numpy()]


serve(
    torch.__version__,
    {
        "matmul": matmul,
        "elementwise": elementwise,
        "step": step,
        "chain": chain,
        "crossEntropy": cross_entropy,
        "adam": adam,
    },
)
