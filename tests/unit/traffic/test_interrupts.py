import os
import signal
import socket
import threading

import pytest

from tools.traffic.interrupts import interruptible, shielded


def send_self(number):
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_interrupts(number):
    with pytest.raises(KeyboardInterrupt), interruptible():
        send_self(number)


def test_a_second_signal_does_not_cut_the_cleaning_up_short():
    cleaned = []

    def work():
        with interruptible():
            try:
                send_self(signal.SIGTERM)
            finally:
                send_self(signal.SIGTERM)
                cleaned.append(True)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert cleaned == [True]


def test_a_shielded_block_runs_to_its_end_before_the_interrupt():
    done = []

    def work():
        with interruptible():
            with shielded():
                send_self(signal.SIGINT)
                done.append(True)
            done.append(False)

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == [True]


@pytest.fixture
def arrival():
    """A socket from which a byte can be read once a signal has been taken."""
    reader, writer = socket.socketpair()
    reader.settimeout(30)
    writer.setblocking(False)
    before = signal.set_wakeup_fd(writer.fileno())
    yield reader
    signal.set_wakeup_fd(before)
    reader.close()
    writer.close()


def test_a_shield_holds_when_another_thread_takes_the_signal(arrival):
    done = []
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()

    def work():
        with interruptible(), shielded():
            signal.pthread_kill(other.ident, signal.SIGINT)
            # The other thread takes it when it is scheduled, this one then handles it.
            arrival.recv(1)
            done.append(True)

    try:
        with pytest.raises(KeyboardInterrupt):
            work()
    finally:
        over.set()
        other.join()
    assert done == [True]


def test_handlers_are_put_back():
    before = signal.getsignal(signal.SIGTERM)

    with interruptible():
        pass

    assert signal.getsignal(signal.SIGTERM) is before
