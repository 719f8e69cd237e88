#!/bin/sh
# Runs a program that was installed in this folder: run.sh PROGRAM ARGUMENTS…
home=$(cd "$(dirname "$0")" && pwd)
exec "$home/venv/bin/$@"
