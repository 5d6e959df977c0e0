"""Other right ways to write day02/conv_backward."""

import numpy as np

from grader.mutants import right
from solutions.day02 import conv_backward as reference


@right("conv2d_backward")
def window_by_window(grad_out, x, weight):
    kh, kw = weight.shape[2:]
    grad_x, grad_weight, grad_bias = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for n, o, row, column in np.ndindex(grad_out.shape):
        window = np.s_[n, :, row : row + kh, column : column + kw]
        grad_x[window] += grad_out[n, o, row, column] * weight[o]
        grad_weight[o] += grad_out[n, o, row, column] * x[window]
        grad_bias[o] += grad_out[n, o, row, column]
    return grad_x, grad_weight, grad_bias


@right("conv2d_backward")
def kernel_pixel_by_kernel_pixel(grad_out, x, weight):
    """A list is as good as a tuple."""
    height, width = grad_out.shape[2:]
    grad_x, grad_weight = (np.zeros(array.shape, grad_out.dtype) for array in (x, weight))
    for i, j in np.ndindex(weight.shape[2:]):
        shifted = np.s_[:, :, i : i + height, j : j + width]
        grad_x[shifted] += np.einsum("nohw,oc->nchw", grad_out, weight[:, :, i, j])
        grad_weight[:, :, i, j] = np.tensordot(grad_out, x[shifted], axes=([0, 2, 3], [0, 2, 3]))
    return [grad_x, grad_weight, np.einsum("nohw->o", grad_out)]


@right("conv2d_backward")
def by_autograd(grad_out, x, weight):
    import torch
    from torch.nn import functional as F

    inputs = [torch.tensor(array.astype(grad_out.dtype)) for array in (x, weight, np.zeros(len(weight)))]
    inputs = [tensor.requires_grad_() for tensor in inputs]
    F.conv2d(*inputs).backward(torch.tensor(grad_out))
    return tuple(tensor.grad.numpy() for tensor in inputs)


@right("conv2d_backward")
def by_fft(grad_out, x, weight):
    """The gradients are a convolution and a cross-correlation: products of Fourier transforms."""
    shape, (kh, kw) = x.shape[2:], weight.shape[2:]
    back = np.fft.rfft2(grad_out, shape)
    grad_x = np.fft.irfft2(np.einsum("noyx,ocyx->ncyx", back, np.fft.rfft2(weight, shape)), shape)
    grad_weight = np.fft.irfft2(np.einsum("noyx,ncyx->ocyx", back.conj(), np.fft.rfft2(x)), shape)
    return grad_x, grad_weight[:, :, :kh, :kw], grad_out.sum(axis=(0, 2, 3))


@right("conv2d_backward")
def in_float32(grad_out, x, weight):
    return tuple(gradient.astype(np.float32) for gradient in reference.conv2d_backward(grad_out, x, weight))
