"""Compile functions over whole numbers: Python for numba, or text for LLVM, in, one to be called from C out.

All arguments and the result are 64-bit integers; columns are passed by their address and read through `AT`.
The machine code is kept on disk under what it was made of, so that it is compiled once on a machine.
"""

import json
import platform
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from ctypes import CFUNCTYPE, c_int64
from functools import cache
from hashlib import sha256
from inspect import getsource
from types import FunctionType, MappingProxyType
from typing import Any

import llvmlite.binding as llvm
import numba
from llvmlite import ir
from numba import types
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import cpu_target
from numba.extending import intrinsic

from panarchy_rules.backends.lowered import whole_numbers
from panarchy_rules.backends.lowered.whole_numbers import FUNCTIONS, INNER
from panarchy_rules.base.kept import keep, kept
from panarchy_rules.base.records import dataclass

_FORM = "3"  # Raised when the same source would be compiled to something else.


@dataclass(frozen=True, slots=True)
class Native:
    """A compiled function: its address for other compiled functions, and itself for Python. `library` keeps it."""

    address: int
    call: Callable[..., int]
    library: object


def native(function: Callable[..., int], source: str) -> Native:
    """The function compiled. `source` is its text, which together with `whole_numbers` says all that it does."""
    assert isinstance(function, FunctionType)
    arguments = function.__code__.co_argcount
    return _kept_or_compiled((source, str(arguments)), arguments, lambda _: _by_numba(function, arguments))


def native_text(text: str, arguments: int) -> Native:
    """The function `decide` in a text for LLVM compiled. It may call the functions of `whole_numbers`."""
    return _kept_or_compiled((text,), arguments, lambda name: _by_llvm(name, text))


def _kept_or_compiled(said: tuple[str, ...], arguments: int, compiled: Callable[[str], "_Compiled"]) -> Native:
    made_of = (*said, *_HERE, _processor())
    name = f"native-{sha256(chr(0).join(made_of).encode()).hexdigest()[:24]}"
    text = kept(name, made_of)
    with global_compiler_lock:  # Many threads may need it first.
        found = _read(text) if text is not None else None
        if found is None:
            library, wrapper, text = compiled(name)
            keep(name, made_of, text, most=2000)
        else:
            library, wrapper = found
    address = library.get_pointer_to_function(wrapper)
    return Native(address, CFUNCTYPE(c_int64, *[c_int64] * arguments)(address), library)


_Compiled = tuple[Any, str, str]  # A library, the name of what it is called by, and both as text.


def _by_numba(function: FunctionType, arguments: int) -> _Compiled:
    made: Any = numba.cfunc(_signature(arguments), error_model="numpy")(function)
    name, _, parts = made._library.serialize_using_object_code()
    return made._library, made.native_name, _written(name, made.native_name, parts)


def _by_llvm(name: str, text: str) -> _Compiled:
    """Compiled for this processor, with the functions that the text calls beside it."""
    context = cpu_target.target_context
    context.refresh()
    codegen = context.codegen()
    helpers = [_helper(function) for function in FUNCTIONS if f"@{function}(" in text]
    whole = "\n".join([*(its_text for its_text, _ in helpers), text.replace("@decide(", f'@"{name}"(')])
    module = llvm.parse_assembly(whole)
    module.data_layout, module.triple = codegen._data_layout, codegen._tm.triple
    for _, its_library in helpers:
        module.link_in(its_library._get_module_for_linking(), preserve=True)
    options = llvm.create_pipeline_tuning_options(speed_level=2)
    # Rows are gathered from anywhere, so that several at once gain little, and looking for a way takes minutes.
    options.loop_vectorization = options.slp_vectorization = options.loop_unrolling = False
    builder = llvm.create_pass_builder(codegen._tm, options)
    builder.getModulePassManager().run(module, builder)
    parts = (codegen._tm.emit_object(module), module.as_bitcode())
    return codegen.unserialize_library((name, "object", parts)), name, _written(name, name, parts)


@cache
def _helper(name: str) -> tuple[str, Any]:
    """A function of `whole_numbers` as text calls it: a text that calls what numba made of it, and where that is."""
    dispatcher = SCOPE[name]
    signature = _signature(FUNCTIONS[name].__code__.co_argcount)
    dispatcher.compile(signature.args)
    made = dispatcher.overloads[signature.args]
    inner_name, count = made.fndesc.llvm_func_name, len(signature.args)
    given = ", ".join(f"i64 %a{place}" for place in range(count))
    inlined = "alwaysinline" if name == "rounded" else "noinline"  # The calendar goes round in loops.
    return (
        f"""declare i32 @"{inner_name}"(ptr, ptr{", i64" * count})
define internal i64 @{name}({given}) {inlined} {{
  %result = alloca i64
  %wrong = alloca ptr
  %status = call i32 @"{inner_name}"(ptr %result, ptr %wrong, {given})
  %number = load i64, ptr %result
  ret i64 %number
}}
""",
        made.library,
    )


def _signature(arguments: int) -> Any:
    return types.int64(*[types.int64] * arguments)


def _written(name: str, wrapper: str, parts: tuple[bytes, bytes]) -> str:
    return json.dumps([name, wrapper, *(b64encode(part).decode() for part in parts)])


def _read(text: str) -> tuple[Any, str] | None:
    """Machine code as it was kept. Its hash was seen to fit, so that what stands here is what was written."""
    try:
        name, wrapper, code, shared = json.loads(text)
    except ValueError:
        return None
    context = cpu_target.target_context
    context.refresh()  # The code may need what numba sets up when it first compiles something.
    return context.codegen().unserialize_library((name, "object", (b64decode(code), b64decode(shared)))), wrapper


def _processor() -> str:
    """What the machine code runs on."""
    features = llvm.get_host_cpu_features().flatten()
    return f"{platform.machine()} {llvm.get_host_cpu_name()} {features}"


_HERE = (_FORM, numba.__version__, str(llvm.llvm_version_info), platform.python_version(), getsource(whole_numbers))


# --- what compiled functions may use ---

_pointer: Callable[[types.Type], Any] = types.CPointer


def _at(kind: types.Type) -> Callable[[int], Any]:
    """Reads an address as that of a column of one kind of number."""

    @intrinsic
    def at(_: Any, address: Any) -> Any:  # noqa: ARG001
        pointer = _pointer(kind)

        def code(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(pointer))

        return pointer(types.int64), code

    compiled: Any = at  # What the decorator makes is called with fewer arguments.
    return compiled  # type: ignore[no-any-return]


KINDS: Mapping[str, tuple[types.Type, int, int]] = MappingProxyType({
    "bool": (types.uint8, 0, 1),
    "int8": (types.int8, -(1 << 7), (1 << 7) - 1),
    "uint8": (types.uint8, 0, (1 << 8) - 1),
    "int16": (types.int16, -(1 << 15), (1 << 15) - 1),
    "uint16": (types.uint16, 0, (1 << 16) - 1),
    "int32": (types.int32, -(1 << 31), (1 << 31) - 1),
    "uint32": (types.uint32, 0, (1 << 32) - 1),
    "int64": (types.int64, -(1 << 63), (1 << 63) - 1),
})  # fmt: skip
"""The numbers that a column may hold, and the least and greatest of each."""

AT = {f"at_{name}": _at(kind) for name, (kind, _, _) in KINDS.items()}


@intrinsic
def _jump(_: Any, function: Any, several: Any) -> Any:  # noqa: ARG001
    """Call the compiled function at an address with several whole numbers."""
    count = len(several)

    def code(_: Any, builder: Any, __: Any, given: Any) -> Any:
        number = ir.IntType(64)
        address, packed = given
        pointer = builder.inttoptr(address, ir.FunctionType(number, [number] * count).as_pointer())
        return builder.call(pointer, [builder.extract_value(packed, place) for place in range(count)])

    return types.int64(types.int64, several), code


_made: Any = _jump
jump: Callable[[int, tuple[int, ...]], int] = _made


def inner(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that compiled functions call by name."""
    made: Any = numba.njit(function, nogil=True, error_model="numpy")
    return made  # type: ignore[no-any-return]


def _helpers() -> dict[str, Any]:
    """The functions of `whole_numbers`, compiled so that they call one another."""
    compiled: dict[str, Any] = {}
    for function in dict.fromkeys((*INNER, *FUNCTIONS.values())):
        again = FunctionType(function.__code__, {**function.__globals__, **compiled}, function.__name__)
        compiled[function.__name__] = inner(again)
    return compiled


SCOPE: Mapping[str, Any] = MappingProxyType({**AT, **_helpers(), "jump": jump})
"""What the text of a compiled function may name."""
