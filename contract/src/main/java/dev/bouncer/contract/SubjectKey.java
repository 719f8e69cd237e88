package dev.bouncer.contract;

import java.nio.charset.StandardCharsets;

/**
 * A subject of an app: the key of the blocklist and of the audit log, {@code app:kind:id} in UTF-8.
 *
 * @param app     {@code [A-Za-z0-9_-]{1,64}}
 * @param subject the subject
 */
public record SubjectKey(String app, Subject subject) {
    private static final int MAX_APP = 64;

    /** @throws IllegalArgumentException if the app's name is not well-formed, or the subject is another app */
    public SubjectKey {
        requireApp(app);
        if (subject.kind() == SubjectKind.APP && !subject.id().equals(app)) {
            throw new IllegalArgumentException("subject id: expected the app's own name, " + Text.quote(app) + ", got "
                    + Text.quote(subject.id()));
        }
    }

    /** The app itself as a subject. */
    public static SubjectKey ofApp(String app) {
        return of(app, SubjectKind.APP, app);
    }

    /** The key of that kind and id in that app. */
    public static SubjectKey of(String app, SubjectKind kind, String id) {
        return new SubjectKey(app, new Subject(kind, id));
    }

    /**
     * Checks an app's name.
     *
     * @return the name
     * @throws IllegalArgumentException if it is not well-formed
     */
    public static String requireApp(String app) {
        if (app.isEmpty() || app.length() > MAX_APP || !isOfAppCharacters(app)) {
            throw new IllegalArgumentException(
                    "app: expected 1 to 64 of the characters A-Z a-z 0-9 _ -, got " + Text.quote(app));
        }
        return app;
    }

    // Not by a regular expression: every command is asked several times on its way.
    private static boolean isOfAppCharacters(String app) {
        for (int i = 0; i < app.length(); i++) {
            char c = app.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
                    || c == '-';
            if (!allowed) return false;
        }
        return true;
    }

    /**
     * Reads {@code app:kind:id}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static SubjectKey parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("key: expected app:kind:id, got " + Text.quote(text));
        }
        return of(parts[0], SubjectKind.ofWireName(parts[1]), parts[2]);
    }

    /** {@code app:kind:id}. */
    @Override
    public String toString() {
        return app + ':' + subject;
    }

    /** {@link #toString()} in UTF-8: the record key, and the order of the blocklist. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }
}
