"""Wrong turns of day03/output_size."""

from grader.mutants import lenient, wrong
from solutions.day03 import output_size as right


@wrong(
    "output_size",
    because="The dilation is forgotten: a kernel of k samples, d pixels apart, reaches over d (k - 1) + 1 pixels, and "
    "that reach has to fit into the input.",
)
def forgets_the_dilation(size, kernel, stride=1, padding=0, dilation=1):
    return right.output_size(size, kernel, stride, padding)


REACH = (
    "The reach of the dilated kernel is taken as dilation * kernel. Between k samples there are only k - 1 gaps of d "
    "pixels, and the first sample itself is one more."
)


@wrong("output_size", because=REACH)
def takes_the_extent_as_dilation_times_kernel(size, kernel, stride=1, padding=0, dilation=1):
    return (size + 2 * padding - dilation * kernel) // stride + 1


@wrong("output_size", because=REACH)
def takes_that_extent_and_refuses_by_it(size, kernel, stride=1, padding=0, dilation=1):
    room = size + 2 * padding - dilation * kernel
    if room < 0:
        raise ValueError(f"kernel reaches over {dilation * kernel} pixels, {-room} more than the padded input has")
    return room // stride + 1


@wrong(
    "output_size",
    because="The padding is counted once. It is added on both sides of the axis, so the input grows by twice as much.",
)
def counts_the_padding_once(size, kernel, stride=1, padding=0, dilation=1):
    return (size + padding - dilation * (kernel - 1) - 1) // stride + 1


@wrong(
    "output_size",
    because="The division is rounded up. A position counts only if the whole kernel lies on the padded input: "
    "pixels left over at the end give no output (that is how 53 becomes 26).",
)
def rounds_up(size, kernel, stride=1, padding=0, dilation=1):
    return -(-(size + 2 * padding - dilation * (kernel - 1) - 1) // stride) + 1


@wrong(
    "output_size",
    because="One is missing: the quotient counts the steps that the kernel takes, and there is one position more than "
    "there are steps, the one it starts from.",
)
def forgets_the_first_position(size, kernel, stride=1, padding=0, dilation=1):
    return right.output_size(size, kernel, stride, padding, dilation) - 1


@wrong(
    "output_size",
    because="The last position is lost where the kernel ends exactly at the end of the padded input: it may start at "
    "0 up to and including the room it has to move, and Python's range leaves its end out.",
)
def leaves_out_the_end(size, kernel, stride=1, padding=0, dilation=1):
    return len(range(0, size + 2 * padding - dilation * (kernel - 1) - 1, stride))


@wrong(
    "output_size",
    because="The one is added before the division: this takes the number of positions at stride 1 and divides it, and "
    "rounding down then loses the last position. Divide the steps, then add the first position.",
)
def divides_the_positions(size, kernel, stride=1, padding=0, dilation=1):
    return right.output_size(size, kernel, 1, padding, dilation) // stride


@wrong(
    "output_size",
    because="The input is divided by the stride before the kernel is taken off. The stride thins out the positions of "
    "the kernel, not the pixels that it sees.",
)
def strides_the_input(size, kernel, stride=1, padding=0, dilation=1):
    return (size + 2 * padding) // stride - dilation * (kernel - 1)


@wrong(
    "output_size",
    because="The padding is left out of the question whether the kernel fits: what must hold the kernel is the padded "
    "input.",
)
def compares_with_the_bare_input(size, kernel, stride=1, padding=0, dilation=1):
    count = right.output_size(size, kernel, stride, padding, dilation)
    if dilation * (kernel - 1) + 1 > size:
        raise ValueError("the kernel is larger than the input")
    return count


@wrong(
    "output_size",
    because="The division keeps its fraction: / gives a float, and there is no half of a position. Divide with //, "
    "which rounds down.",
)
def keeps_the_fraction(size, kernel, stride=1, padding=0, dilation=1):
    return (size + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1


@lenient(
    "output_size",
    because="A kernel that fits nowhere must be refused. The formula alone does not notice: it gives 0 or less, and "
    "with int(), which rounds towards zero, now and then a believable 1.",
)
def answers_for_a_kernel_that_fits_nowhere(size, kernel, stride=1, padding=0, dilation=1):
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


@lenient(
    "output_size",
    because="It is held against the padded input how many samples the kernel has. What must fit is its reach, from the "
    "first sample to the last, and a dilated kernel reaches further.",
)
def compares_the_samples(size, kernel, stride=1, padding=0, dilation=1):
    if kernel > size + 2 * padding:
        raise ValueError("the kernel is larger than the padded input")
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
