package dev.bouncer.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How an HTTP header says who somebody is: {@code Bouncer-Subject: user=alice, token=7f3a}, a comma-separated list of
 * {@code kind=id}. In an id {@code %}, commas, spaces and all that is not ASCII are percent-encoded UTF-8; whatever else
 * is visible may stand as it is. Several headers of that name mean the same as their values joined by commas.
 */
public final class SubjectHeader {
    /** The header's name. */
    public static final String NAME = "Bouncer-Subject";
    /** How many different subjects a header may name. */
    public static final int MAX_SUBJECTS = 32;

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private SubjectHeader() {}

    /**
     * Reads a header's value. It is read strictly: whoever is misunderstood here is somebody else afterwards.
     *
     * @param app whose subjects they are
     * @return at least one, in their order, none of them twice
     * @throws IllegalArgumentException if the value is not of that form; the message is fit for whoever sent it
     */
    public static List<SubjectKey> parse(String app, String header) {
        Set<SubjectKey> subjects = new LinkedHashSet<>();
        for (String element : header.split(",", -1)) {
            subjects.add(subject(app, withoutBlanks(element)));
            if (subjects.size() > MAX_SUBJECTS)
                throw new IllegalArgumentException(NAME + ": expected at most " + MAX_SUBJECTS + " subjects");
        }
        return List.copyOf(subjects);
    }

    private static SubjectKey subject(String app, String element) {
        int equals = element.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException(
                    NAME + ": expected kind=id, separated by commas, got " + Text.quote(element));
        }
        try {
            SubjectKind kind = SubjectKind.ofWireName(element.substring(0, equals));
            if (kind == SubjectKind.APP)
                throw new IllegalArgumentException("expected whom the app serves, got the app");
            return SubjectKey.of(app, kind, decoded(element.substring(equals + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NAME + ": " + e.getMessage(), e);
        }
    }

    // HTTP allows blanks and tabs around a list's elements, and no other white space.
    private static String withoutBlanks(String element) {
        int start = 0;
        int end = element.length();
        while (start < end && isBlank(element.charAt(start)))
            start++;
        while (start < end && isBlank(element.charAt(end - 1)))
            end--;
        return element.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static String decoded(String id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(id.length());
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '%') {
                bytes.write(escaped(id, i));
                i += 2;
            } else if (isVisible(c)) {
                bytes.write(c);
            } else {
                throw new IllegalArgumentException(
                        "subject id: expected percent-encoding of all but visible ASCII, got " + Text.quote(id));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("subject id: expected percent-encoded UTF-8, got " + Text.quote(id), e);
        }
    }

    private static int escaped(String id, int at) {
        String escape = id.substring(at, Math.min(at + 3, id.length()));
        if (escape.length() < 3 || !HexFormat.isHexDigit(escape.charAt(1)) || !HexFormat.isHexDigit(escape.charAt(2))) {
            throw new IllegalArgumentException(
                    "subject id: expected two hexadecimal digits after '%', got " + Text.quote(escape));
        }
        return HexFormat.fromHexDigits(escape, 1, 3);
    }

    private static boolean isVisible(int c) {
        return c > ' ' && c < 0x7f;
    }

    /**
     * Writes a header's value, which {@link #parse} reads as the same subjects. Their app is not told.
     *
     * @param subjects at least one
     */
    public static String format(Collection<SubjectKey> subjects) {
        if (subjects.isEmpty()) throw new IllegalArgumentException(NAME + ": expected at least one subject, got none");
        return subjects.stream().map(SubjectKey::subject)
                .map(subject -> subject.kind().wireName() + '=' + encoded(subject.id()))
                .collect(Collectors.joining(", "));
    }

    private static String encoded(String id) {
        StringBuilder encoded = new StringBuilder(id.length());
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            // A quotation mark would hide the comma after it from readers that know quoted strings.
            if (isVisible(b) && b != '%' && b != ',' && b != '"') {
                encoded.append((char) b);
            } else {
                HEX.toHexDigits(encoded.append('%'), b);
            }
        }
        return encoded.toString();
    }
}
