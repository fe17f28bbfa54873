"""For scale: a model of the field's common suite, and a stored sweep beside Mesa's and EMA's."""
