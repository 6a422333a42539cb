"""JAX on the CPU: every workload is one compiled function, updates by optax, and what is overwritten is donated."""

import jax
import jax.numpy as jnp
import optax
from harness import first_parameters, labels, serve, uniform

jax.config.update("jax_platforms", "cpu")


def matmul(task):
    a = jnp.asarray(uniform(0, (task["m"], task["k"])))
    b = jnp.asarray(uniform(1, (task["k"], task["n"])))
    product = jax.jit(jnp.matmul)
    return lambda: product(a, b).block_until_ready(), lambda c: [c]


def elementwise(task):
    low = 0.1 if task["op"] == "log" else -4
    x = jnp.asarray(uniform(0, (task["size"],), low, 4))
    f = jax.jit({"tanh": jnp.tanh, "exp": jnp.exp, "log": jnp.log, "sigmoid": jax.nn.sigmoid}[task["op"]])
    return lambda: f(x).block_until_ready(), lambda y: [y]


def mean_cross_entropy(logits, y):
    return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()


def step(task):
    sizes, batch = task["sizes"], task["batch"]
    activation = {"relu": jax.nn.relu, "sigmoid": jax.nn.sigmoid}[task["activation"]]
    optimizer = {"adam": optax.adam, "sgd": optax.sgd}[task["optimizer"]](task["learningRate"])
    x = jnp.asarray(uniform(0, (batch, sizes[0])))
    y = jnp.asarray(labels(batch, sizes[2]))

    def loss_of(parameters, x, y):
        w1, b1, w2, b2 = parameters
        return mean_cross_entropy(activation(x @ w1 + b1) @ w2 + b2, y)

    def train(parameters, state, x, y):
        loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
        updates, state = optimizer.update(gradients, state)
        return optax.apply_updates(parameters, updates), state, loss

    compiled = jax.jit(train, donate_argnums=(0, 1))
    parameters = [jnp.asarray(value) for value in first_parameters(sizes)]
    state = optimizer.init(parameters)

    def run():
        nonlocal parameters, state
        parameters, state, loss = compiled(parameters, state, x, y)
        jax.block_until_ready(parameters)
        return float(loss)

    return run, lambda loss: [loss]


def chain(task):
    def steps(x):
        for _ in range(task["ops"] // 2):
            x = x * task["factor"] + 0.1
        return x

    compiled = jax.jit(jax.value_and_grad(steps))
    x = jnp.float32(1)

    def run():
        y, slope = compiled(x)
        return [float(y), float(slope)]

    return run, lambda result: result


def cross_entropy(task):
    shape = (task["rows"], task["classes"])
    logits, y = jnp.asarray(uniform(0, shape, -4, 4)), jnp.asarray(labels(*shape))
    compiled = jax.jit(jax.value_and_grad(mean_cross_entropy))
    return lambda: jax.block_until_ready(compiled(logits, y)), lambda result: result


def adam(task):
    optimizer = optax.adam(task["learningRate"])
    theta = jnp.asarray(uniform(0, (task["size"],), -1, 1))
    gradient = jnp.asarray(uniform(1, (task["size"],), -1, 1))
    state = optimizer.init(theta)

    def update(theta, state, gradient):
        updates, state = optimizer.update(gradient, state)
        return optax.apply_updates(theta, updates), state

    compiled = jax.jit(update, donate_argnums=(0, 1))

    def run():
        nonlocal theta, state
        theta, state = compiled(theta, state, gradient)
        return theta.block_until_ready()

    return run, lambda theta: [theta]


serve(
    jax.__version__,
    {
        "matmul": matmul,
        "elementwise": elementwise,
        "step": step,
        "chain": chain,
        "crossEntropy": cross_entropy,
        "adam": adam,
    },
)
