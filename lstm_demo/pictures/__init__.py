"""Pictures of what goes on in a ``torch.nn.LSTM``, drawn with Matplotlib.

Every size in them is read from the objects that they are drawn from. They are dark on a
white ground, none tells anything by colour alone, and each figure's label,
``figure.get_label()``, says in words what it shows. Steps are counted from 1, since
``h_0`` is the state before the first; features, rows and sequences from 0, as they are
indexed.
"""
