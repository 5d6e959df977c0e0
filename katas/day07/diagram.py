"""A network on one page: every layer with its numbers, its purpose and its issue."""

import textwrap


def architecture_diagram(rows, notes):
    """Draw a network from top to bottom, each layer with what it is for and what is wrong with it.

    Parameters
    ----------
    rows : list of dict
        A layer each, as layer_table makes them, 30 at most: "name" (str, at most 24 characters), "output_shape" (tuple
        of int) and "parameters" (int) are drawn, other keys may be there. A name that comes twice is refused.
    notes : dict of str to (str, str)
        {layer's name: (purpose, issue)}, each at most 120 characters; "" where there is nothing to say. A layer
        without an entry is drawn without notes; an entry without a layer, misspelt perhaps, is refused.

    Returns
    -------
    matplotlib.figure.Figure
        Made without pyplot's list of open figures: no window opens, and nothing must be closed.

        Each layer has a box, a patch whose gid (`set_gid`) is the layer's name. The boxes stand in the order of `rows`
        from top to bottom and do not overlap. At the height of its box, in it or beside it, stand the layer's name, its
        output shape (16 x 53 x 53, with x or ×; or as a tuple), its parameters written out (692,352 or 692352; 0 for
        none), its purpose and its issue, which may be broken between words. No text is smaller than 6 points, no two
        overlap, and all lie within the figure. The rest is open: colours, arrows, headings, titles, further numbers.

    >>> rows = [{"name": "conv1", "output_shape": (16, 53, 53), "parameters": 160}]
    >>> figure = architecture_diagram(rows, {"conv1": ("edges", "sees 3 pixels")})
    >>> len(figure.findobj(lambda artist: artist.get_gid() == "conv1"))
    1
    """
    raise NotImplementedError
