"""What the kernel refuses a process from then on, by libseccomp: to start others, and to reach into them."""

from __future__ import annotations

import ctypes
import errno
import os

ALLOW, REFUSE = 0x7FFF0000, 0x00050000  # SCMP_ACT_ALLOW, SCMP_ACT_ERRNO(0)
NOT_EQUAL, MASKED_EQUAL = 1, 7  # SCMP_CMP_NE, SCMP_CMP_MASKED_EQ
CLONE_THREAD = 0x10000

STARTING = ("fork", "vfork", "execve", "execveat")
REACHING = (
    "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "tkill",
    "kcmp", "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "bpf", "userfaultfd", "perf_event_open",
    "io_uring_setup", "keyctl", "add_key", "request_key", "shmget", "msgget", "semget", "mq_open", "setpriority",
    "ioprio_set", "sched_setscheduler", "sched_setparam", "sched_setattr",
)  # fmt: skip
OWN_ALONE = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")  # refused for every process but itself


class Comparison(ctypes.Structure):
    """A condition on one argument of a system call: struct scmp_arg_cmp of seccomp.h."""

    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("one", ctypes.c_uint64),
        ("other", ctypes.c_uint64),
    )


def can_confine() -> bool:
    """Return whether this system has libseccomp."""
    return _library() is not None


def confine() -> None:
    """Have the kernel refuse this process what a submission never needs; OSError where it will not.

    Threads may be started: torch computes with them.
    """
    library = _library()
    if library is None:
        raise OSError(errno.ENOSYS, "libseccomp is not installed")
    rules = ctypes.c_void_p(library.seccomp_init(ALLOW))
    for name in (*STARTING, *REACHING):
        _refuse(library, rules, name, errno.EPERM)
    _refuse(library, rules, "clone", errno.EPERM, Comparison(0, MASKED_EQUAL, CLONE_THREAD, 0))
    _refuse(library, rules, "clone3", errno.ENOSYS)  # its flags lie in memory; the C library then takes clone
    for name in OWN_ALONE:
        _refuse(library, rules, name, errno.EPERM, Comparison(0, NOT_EQUAL, os.getpid(), 0))
    for name in ("prlimit64", "sched_setaffinity"):  # its own it may lower
        _refuse(library, rules, name, errno.EPERM, Comparison(0, NOT_EQUAL, 0, 0))
    if library.seccomp_load(rules):
        raise OSError(errno.EPERM, "the kernel takes no filter of system calls")
    library.seccomp_release(rules)


def _refuse(library: ctypes.CDLL, rules: ctypes.c_void_p, name: str, error: int, *when: Comparison) -> None:
    number = library.seccomp_syscall_resolve_name(name.encode())
    if number == -1:  # this machine has no such call
        return
    conditions = (Comparison * len(when))(*when)
    if library.seccomp_rule_add_array(rules, REFUSE | error, number, len(when), conditions) not in (0, -errno.EDOM):
        raise OSError(errno.EINVAL, f"no rule could be made for {name}")


def _library() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return None
    library.seccomp_init.restype = ctypes.c_void_p
    library.seccomp_rule_add_array.argtypes = (
        ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(Comparison),
    )  # fmt: skip
    library.seccomp_load.argtypes = library.seccomp_release.argtypes = (ctypes.c_void_p,)
    return library
