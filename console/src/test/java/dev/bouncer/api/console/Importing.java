package dev.bouncer.api.console;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Imports files into the app {@code chat}, by the forms of the console. */
final class Importing {
    static final String PAGE = "/console/apps/chat/import";
    static final String PREVIEW = PAGE + "/preview";
    /** Of the rows that {@link #preview(String)} is given. */
    static final String HEADER = "kind,id,expires_at,reason,actor,type,issued_at,message\n";

    private final Browser browser;

    Importing(Browser browser) {
        this.browser = browser;
    }

    Browser.Page preview(String rows) {
        return preview("csv", HEADER + rows);
    }

    Browser.Page preview(String format, String text) {
        return preview(format, text, null);
    }

    Browser.Page preview(String format, String text, byte @Nullable [] file) {
        Map<String, String> form = new LinkedHashMap<>(browser.get(PAGE).form(PREVIEW));
        form.put("format", format);
        form.put("text", text);
        return browser.postParts(PREVIEW, form, file);
    }

    /** Presses the button of that page. */
    Browser.Page confirm(Browser.Page page) {
        return browser.postParts(PAGE, page.form(PAGE), null);
    }
}
