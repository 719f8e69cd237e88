package dev.bouncer.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One {@link AuditedLog} on the {@link SharedBroker}, which must come before it, for all tests that only read or copy it. */
final class SharedAuditedLog implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == AuditedLog.class;
    }

    @Override
    public AuditedLog resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).computeIfAbsent("audited log", _ -> make(),
                AuditedLog.class);
    }

    private static AuditedLog make() {
        try {
            Path dir = Files.createTempDirectory("bouncer-audited-log");
            return new AuditedLog(SharedBroker.freshPrefix(), dir);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
