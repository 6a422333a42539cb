"""scikit-learn's MLPClassifier, on float32 as all others. It stops at the number of epochs, not earlier."""

import itertools
import warnings

import numpy as np
import sklearn
from harness import serve
from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

# That the number of epochs was reached is what was asked for.
warnings.filterwarnings("ignore", category=ConvergenceWarning)

images, targets = load_digits(return_X_y=True)
images = (images / 16).astype(np.float32)


def network(task, **options):
    return MLPClassifier(
        hidden_layer_sizes=(task["hidden"],),
        activation="logistic",
        batch_size=task["batch"],
        max_iter=task["epochs"],
        tol=0,
        n_iter_no_change=task["epochs"] + 1,
        random_state=0,
        **options,
    )


def digits(task):
    def run():
        return network(task, solver="adam", learning_rate_init=task["learningRate"], alpha=0).fit(images, targets)

    return run, lambda model: [model.score(images, targets)]


def grid(task):
    def run():
        accuracies = []
        for rate, penalty in itertools.product(task["learningRates"], task["penalties"]):
            # alpha / 2n Σ w², for n examples of a batch, is its penalty
            alpha = 2 * task["batch"] * penalty
            model = network(task, solver="sgd", momentum=0, learning_rate_init=rate, alpha=alpha)
            accuracies.append(model.fit(images, targets).score(images, targets))
        return max(accuracies)

    return run, lambda accuracy: [accuracy]


serve(sklearn.__version__, {"digits": digits, "grid": grid})
