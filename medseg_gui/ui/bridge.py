"""Where the lanes' news and everybody's mistakes reach the UI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal

from medseg_gui.workers.runner import Runner

# How often a waiting script looks whether what it waits for has come.
LOOK_EVERY_MS = 15


class Bridge(QObject):
    """Wakes the UI thread when a lane has news. One object, one argument-less signal, as long as the window lives."""

    woken = Signal()

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._asleep = True
        self._calls: deque[Callable[[], None]] = deque()
        self.woken.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        runner.set_wake(self._wake)

    def call(self, function: Callable[[], None]) -> None:
        """Has the function called on the UI thread soon. Any thread may ask."""
        self._calls.append(function)
        self._wake()

    def wait_until(self, condition: Callable[[], bool], timeout_s: float) -> bool:
        """True as soon as the condition holds, False when the time ran out; meanwhile the window lives on."""
        if condition():
            return True
        loop = QEventLoop()
        look, late = QTimer(), QTimer()
        held = False  # remembered: what comes between here and the loop's end may start another job

        def check() -> None:
            nonlocal held
            if held := condition():
                look.stop()
                loop.quit()

        look.timeout.connect(check)
        late.setSingleShot(True)
        late.timeout.connect(loop.quit)
        look.start(LOOK_EVERY_MS)
        late.start(max(0, round(timeout_s * 1000)))
        loop.exec()
        look.stop()
        late.stop()
        return held or condition()

    def close(self) -> None:
        """Ends the lanes; later news is dropped."""
        self._runner.set_wake(lambda: None)
        self._runner.close()

    def _wake(self) -> None:
        if self._asleep:  # one event is enough for any number of news
            self._asleep = False
            self.woken.emit()

    def _deliver(self) -> None:
        self._asleep = True  # first: news that comes from now on wakes again
        while self._calls:
            self._calls.popleft()()
        self._runner.deliver()
