SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET enable_mergejoin = off;
SELECT count(*) FROM orders a JOIN orders b ON a.id = b.id AND a.note = b.note;
