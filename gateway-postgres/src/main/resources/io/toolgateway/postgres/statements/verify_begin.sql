-- All of one page is read as of one moment, and nothing is changed.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
