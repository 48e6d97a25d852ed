"""A package that travels to the workers in a zip."""


def greet(name):
    return "Hello, %s!" % name
