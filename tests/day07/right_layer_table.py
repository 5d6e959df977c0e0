"""Other right ways to write day07/layer_table."""

import copy

import numpy as np
import torch
from torch import nn

from grader.mutants import right
from solutions.day07 import layer_table as reference


@right("layer_table")
def on_a_copy_without_memory(model, input_shape):
    """Everything happens to a copy on the meta device: nothing to restore, nothing to compute."""
    if len(input_shape) < 2 or min(input_shape) < 1:
        raise ValueError("input_shape: (H, W) or (C, H, W)")
    ghost = copy.deepcopy(model).to("meta").eval()
    for parameter in ghost.parameters():
        x = torch.empty(1, *input_shape, device="meta", dtype=parameter.dtype)
        break
    else:
        x = torch.empty(1, *input_shape, device="meta")
    rows, counted = [], set()
    state = {"field": np.ones(2, int), "jump": np.ones(2, int)}

    def note(name):
        def hook(module, inputs, output):
            shape = output.shape
            row = {"name": name, "kind": module.__class__.__name__, "output_shape": list(shape[1:]), "macs": 0}
            if isinstance(module, nn.Conv2d):
                height, width = module.kernel_size
                row["macs"] = shape[1] * shape[2] * shape[3] * height * width * module.in_channels // module.groups
            if isinstance(module, nn.Linear):
                row["macs"] = module.in_features * module.out_features
                state["field"] = np.array(input_shape[-2:])
            if isinstance(module, (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)):
                kernel, stride = (np.broadcast_to(value, 2) for value in (module.kernel_size, module.stride))
                dilation = np.broadcast_to(getattr(module, "dilation", 1), 2)
                state["field"] = state["field"] + dilation * (kernel - 1) * state["jump"]
                state["jump"] = state["jump"] * stride
            row["receptive_field"] = tuple(np.minimum(state["field"], input_shape[-2:]))
            row["parameters"] = 0 if name in counted else sum(p.numel() for p in module.parameters())
            counted.add(name)
            rows.append(row)

        return hook

    for name, module in ghost.named_modules():
        if not list(module.children()):
            module.register_forward_hook(note(name))
    ghost(x)
    return rows


@right("layer_table")
def with_another_order_of_keys(model, input_shape):
    rows = reference.layer_table(model, list(input_shape))
    return [dict(sorted(row.items()), share=0.5, receptive_field=list(row["receptive_field"])) for row in rows]
