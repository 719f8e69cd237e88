#!/bin/sh
# Runs a program of the machine, or of the packages in this folder: run.sh PROGRAM ARGUMENTS…
home=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin:$home/usr/sbin:$home/usr/bin
for libraries in "$home"/usr/lib/*-linux-gnu; do
  export LD_LIBRARY_PATH="$libraries"
done
exec "$@"
