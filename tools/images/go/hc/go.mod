module pharos/tools/hc

go 1.22
