"""XPath 1.0 with the functions of ODK: parsed once, compiled to closures.

    rule = expression("../age > 17 and selected(../roles, 'witness')")
    rule.boolean(Context(environment, node))

The language is XPath 1.0 (W3C, 16 November 1999) and, in the ``ODK`` dialect, the
function library of the ODK XForms specification with JavaRosa's meaning where engines
differ. ``Dialect.XPATH1`` keeps to the core library.

Public names, all imported from here:

``expression(source, *, namespaces={}, dialect=Dialect.ODK) -> Expression``
    raises ExpressionSyntaxError, TooComplex; an unknown function is only an error when
    it is called, so ``analyse(...).unknown`` lists them for the form's check.
``Expression``: ``source``, ``tree``; ``evaluate(context) -> Value``,
    ``string(context) -> str``, ``number(context) -> float``,
    ``boolean(context) -> bool``, ``nodes(context) -> list[Node]``; all raise
    ExpressionError and nothing else.
``Value``: ``str | float | bool | list[Node]`` and the date values ``Moment``.
``analyse(tree, context="/data/group/question") -> Analysis``
    ``references: tuple[Reference, ...]`` each with ``path`` (absolute, generic: no
    predicates or positions; ``*`` for any name, ``**`` for any depth), ``instance``
    (id of a secondary instance, "" for the form's own), ``kept`` (how many leading
    steps are the context's own ancestors, reached by ``..`` or ``current()``; 0 for
    an absolute path), ``position`` (offset in the source);
    ``functions: frozenset[str]``; ``unknown: tuple[tuple[str, str, int], ...]`` (name,
    near match or "", offset); ``volatile: bool`` (calls now, today, random, uuid …);
    ``constant: bool`` (no reference, nothing volatile); ``positional: bool`` (uses
    position() or last()); ``itexts: tuple[str, ...]`` (literal ids of jr:itext).
``Context(environment, node=None, position=1, size=1)``, ``Environment(...)``.
``to_string(value)``, ``to_number(value)``, ``to_boolean(value)``.
``ExpressionError`` (``what``, ``mend``, ``position``) and its kinds.
"""
