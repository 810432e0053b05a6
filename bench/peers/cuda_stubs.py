"""Lets the torch of PyPI load without the 2 GB of CUDA libraries that it is linked to.

PyPI has no build for processors only. This one loads the libraries, though it calls none as long
as there is no GPU; so each gets a stand-in whose functions return cudaErrorNoDevice. The script is
run by the Python of the virtual environment that has torch; it needs a C compiler and binutils.
"""

import re
import subprocess
import sysconfig
from collections import defaultdict
from pathlib import Path

NO_DEVICE = 100

site = Path(sysconfig.get_paths()["purelib"])
libraries = [str(path) for path in sorted((site / "torch/lib").glob("*.so"))]
# Torch looks for the libraries of CUDA 13 in this folder.
folder = site / "nvidia/cu13/lib"


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    dynamic = output_of("readelf", "--dynamic", *libraries)
    needed = sorted(set(re.findall(r"\[(lib(?:cu|nv|nccl)[^\]]*)\]", dynamic)))
    symbols = defaultdict(set)
    undefined = output_of("nm", "--dynamic", "--undefined-only", *libraries)
    for name, version in re.findall(r" U (_*(?:cu|nv|nccl)\w+)(?:@(\S+))?", undefined):
        symbols[version].add(name)
    folder.mkdir(parents=True, exist_ok=True)
    for library in needed:
        version = version_of(library, symbols)
        # Symbols without a version may be in any library: here they are in the first one.
        loose = symbols[""] if library == needed[0] else set()
        write_library(library, version, symbols[version] if version else set(), loose)


def version_of(library, symbols):
    if "nvshmem" in library:
        return "NVSHMEM"
    return library if library in symbols else ""


def write_library(library, version, names, loose):
    functions = "".join(f"int {name}(void) {{ return {NO_DEVICE}; }}\n" for name in names | loose)
    command = ["cc", "-shared", "-fPIC", "-w", f"-Wl,-soname,{library}", "-o", folder / library]
    if version:
        script = folder / "versions"
        script.write_text(f"{version} {{ global: {' '.join(f'{name};' for name in names)} }};\n")
        command.append(f"-Wl,--version-script={script}")
    subprocess.run([*command, "-x", "c", "-"], input=functions, text=True, check=True)


main()
