package dev.bouncer.edge.protocol.centrifuge;

/**
 * What a command asks for, as both encodings name it. In JSON a command with several is the first of them, in this order.
 */
enum CentrifugeMethod {
    SEND("send", 12, 0), CONNECT("connect", 4, 5), REFRESH("refresh", 14, 14), PING("ping", 11, 12), UNSUBSCRIBE(
            "unsubscribe", 6, 7), SUBSCRIBE("subscribe", 5, 6), PUBLISH("publish", 7, 8), SUB_REFRESH("sub_refresh", 15,
                    15), PRESENCE("presence", 8, 9), PRESENCE_STATS("presence_stats", 9,
                            10), HISTORY("history", 10, 11), RPC("rpc", 13, 13);

    final String field;
    final int commandNumber;
    final int replyNumber;

    /**
     * @param field         its name in JSON
     * @param commandNumber the number of its field in Protobuf's Command
     * @param replyNumber   that in Reply; 0: it has no answer
     */
    CentrifugeMethod(String field, int commandNumber, int replyNumber) {
        this.field = field;
        this.commandNumber = commandNumber;
        this.replyNumber = replyNumber;
    }
}
