package dev.bouncer.api.doors.centrifugo;

import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/** The methods of Centrifugo's server API, open-source and PRO. */
enum Method {
    BLOCK_USER, UNBLOCK_USER, DISCONNECT, REVOKE_TOKEN, INVALIDATE_USER_TOKENS, CONNECTIONS, INFO, BATCH,
    /** Any that Centrifugo has and Bouncer, which carries no channels, has not. */
    UNAVAILABLE;

    private static final Set<String> ELSEWHERE = Set.of("publish", "broadcast", "subscribe", "unsubscribe", "presence",
            "presence_stats", "history", "history_remove", "refresh", "rpc", "channels", "update_user_status",
            "get_user_status", "delete_user_status",
            "device_register", "device_update", "device_remove", "device_list", "device_topic_list",
            "device_topic_update", "user_topic_list", "user_topic_update", "send_push_notification",
            "update_push_status", "cancel_push");

    /** All of them by the names they have in paths and in requests, in the order of these. */
    static final SortedMap<String, Method> BY_NAME = Collections.unmodifiableSortedMap(byName());

    private static SortedMap<String, Method> byName() {
        SortedMap<String, Method> methods = new TreeMap<>();
        for (String name : ELSEWHERE) {
            methods.put(name, UNAVAILABLE);
        }
        for (Method method : values()) {
            if (method != UNAVAILABLE) methods.put(method.name().toLowerCase(Locale.ROOT), method);
        }
        return methods;
    }

    /** The method of that name, as it stands in paths; null if there is none. */
    static @Nullable Method ofPath(String name) {
        return BY_NAME.get(name);
    }

    /**
     * The method of that name, as it stands in bodies: in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Method ofBody(String name) {
        Method method = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (method == null) throw new IllegalArgumentException("method: expected one of Centrifugo's");
        return method;
    }
}
