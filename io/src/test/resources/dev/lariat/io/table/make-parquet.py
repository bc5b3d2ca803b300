"""Makes kinds.parquet, which ParquetTableTest reads. Made with pyarrow 26.0.1: pip install pyarrow, then run it in this folder."""
import datetime as dt
import decimal
import pyarrow as pa
import pyarrow.parquet as pq

n = 30
table = pa.table({
    "whole": pa.array([None if i == 3 else i % 7 for i in range(n)], pa.int32()),
    "large": pa.array([i * 10_000_000_000 for i in range(n)], pa.int64()),
    "real": pa.array([None if i == 4 else (float("nan") if i == 5 else i / 8) for i in range(n)], pa.float64()),
    "single": pa.array([i / 4 for i in range(n)], pa.float32()),
    "colour": pa.array([None if i == 2 else ["red", "green", "blue"][i % 3] for i in range(n)], pa.string()),
    "postcode": pa.array(["0%d" % (i % 4) for i in range(n)], pa.string()),
    "member": pa.array([i % 2 == 0 for i in range(n)], pa.bool_()),
    "day": pa.array([dt.date(2026, 1, 1) + dt.timedelta(days=i) for i in range(n)], pa.date32()),
    "moment": pa.array([dt.datetime(2026, 1, 1, 12) + dt.timedelta(hours=i) for i in range(n)], pa.timestamp("us")),
    "price": pa.array([decimal.Decimal(i) / 100 for i in range(n)], pa.decimal128(10, 2)),
    "list": pa.array([[i, i] for i in range(n)], pa.list_(pa.int32())),
})
pq.write_table(table, "kinds.parquet", compression="none", row_group_size=20)
pq.write_table(table.select(["whole"]), "gzip.parquet", compression="gzip")
pq.write_table(table.select(["whole"]), "lz4.parquet", compression="lz4")
