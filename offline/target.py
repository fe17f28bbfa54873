"""The systems that a folder can be made for: wheels' tags, and how markers are judged there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """A kind of system.

    tags: platform tags of wheels that install on it.
    start: the file of ``start/`` that a double-click opens there, and its name there.
    line_end: of texts that are read there.
    says: what it is, for people, in Chinese and English.
    """

    tags: tuple[str, ...]
    markers: dict[str, str]
    start: tuple[str, str]
    line_end: str
    says: tuple[str, str]


PLATFORMS = {
    "windows": Platform(
        ("win_amd64",),
        {
            "sys_platform": "win32",
            "platform_system": "Windows",
            "os_name": "nt",
            "platform_machine": "AMD64",
        },
        ("start.bat", "start.bat"),
        "\r\n",
        ("64 位 Windows 10 或 11（x86-64）", "Windows 10 or 11, 64 bits (x86-64)"),
    ),
    "macos-arm64": Platform(
        ("macosx_12_0_arm64",),
        {
            "sys_platform": "darwin",
            "platform_system": "Darwin",
            "os_name": "posix",
            "platform_machine": "arm64",
        },
        ("start.sh", "start.command"),
        "\n",
        ("macOS 12 或更新（Apple 芯片）", "macOS 12 or newer, with an Apple chip"),
    ),
    "linux": Platform(
        ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux2014_x86_64"),
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "os_name": "posix",
            "platform_machine": "x86_64",
        },
        ("start.sh", "start.sh"),
        "\n",
        ("64 位 Linux（x86-64，glibc 2.28 或更新）", "Linux, x86-64, with glibc 2.28 or newer"),
    ),
}


@dataclass(frozen=True)
class Target:
    """A kind of system with a Python, as ``3.13``."""

    name: str
    minor: str

    @property
    def platform(self) -> Platform:
        return PLATFORMS[self.name]

    def markers(self, extra: str = "") -> dict[str, str]:
        """What requirements' markers are judged by there; nothing of the machine that asks."""
        return {
            **self.platform.markers,
            "python_version": self.minor,
            "python_full_version": f"{self.minor}.0",
            "implementation_name": "cpython",
            "implementation_version": f"{self.minor}.0",
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_version": "",
            "extra": extra,
        }
