package dev.bouncer.e2e.chaos;

/**
 * What faults act on.
 *
 * @param producer writes what is no command of the workload's
 * @param bulk     gives very many commands
 */
record Scene(Cluster cluster, History history, Events events, ForeignProducer producer, BulkCommands bulk) {}
