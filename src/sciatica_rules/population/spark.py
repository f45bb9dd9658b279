"""Frames of Spark, by column expressions or by batches in Arrow.

Expressions need nothing on the executors, and Spark compiles them with the rest of the query. The JVM compiles no method
of more than 8,000 bytes to machine code, and takes none of more than 64 KB at all. With
``spark.sql.codegen.hugeMethodLimit=8000`` Spark notices the first and splits the work into small methods. Past the
second it would compile in vain, so such a program is run as batches, which need this package on the executors and cost
about the same for any number of rules.

Expressions are built as Spark's own columns, not through Narwhals: for each operation Narwhals asks the frame for its
columns, which is a question to the JVM.
"""
