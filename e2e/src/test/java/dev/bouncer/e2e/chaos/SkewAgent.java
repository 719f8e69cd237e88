package dev.bouncer.e2e.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.InstantSource;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.jspecify.annotations.Nullable;

/**
 * A Java agent that puts a process's wall clock off: {@code System.currentTimeMillis()} wherever an application class
 * calls it, and {@code java.time}'s clocks. {@code System.nanoTime()} stays. Its argument is the number of milliseconds.
 */
public final class SkewAgent {
    private static final ClassDesc INSTANT = ClassDesc.of("java.time.Instant");

    private SkewAgent() {}

    /** Called by the JVM before the application's main. */
    public static void premain(String skewMillis, Instrumentation instrumentation) throws UnmodifiableClassException {
        long skew = Long.parseLong(skewMillis);
        instrumentation.addTransformer(new ClassFileTransformer() {
            @Override
            public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
                    @Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] bytes) {
                if ("java/time/Clock".equals(name)) return rewrite(null, bytes, clock(skew));
                if (name != null && name.startsWith("java/time/Clock$System"))
                    return rewrite(null, bytes, currentTimeMillis(skew));
                return loader == null || !asks(bytes) ? null : rewrite(loader, bytes, currentTimeMillis(skew));
            }
        }, true);
        instrumentation.retransformClasses(Clock.class, Clock.systemUTC().getClass(),
                InstantSource.system().getClass());
    }

    private static boolean asks(byte[] bytes) {
        for (PoolEntry entry : ClassFile.of().parse(bytes).constantPool()) {
            if (entry instanceof Utf8Entry text && text.equalsString("currentTimeMillis")) return true;
        }
        return false;
    }

    private static byte[] rewrite(@Nullable ClassLoader loader, byte[] bytes, ClassTransform transform) {
        // By reading, not by loading: a class that is loaded while it is rewritten is there twice.
        ClassHierarchyResolver classes = loader == null
                ? ClassHierarchyResolver.defaultResolver()
                : ClassHierarchyResolver.ofResourceParsing(loader);
        ClassFile format = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(classes));
        return format.transformClass(format.parse(bytes), transform);
    }

    private static ClassTransform currentTimeMillis(long skew) {
        return ClassTransform.transformingMethodBodies((code, element) -> {
            code.with(element);
            if (isCurrentTimeMillis(element)) code.loadConstant(skew).ladd();
        });
    }

    private static boolean isCurrentTimeMillis(CodeElement element) {
        return element instanceof InvokeInstruction invoke && invoke.opcode() == Opcode.INVOKESTATIC
                && invoke.owner().asInternalName().equals("java/lang/System")
                && invoke.name().equalsString("currentTimeMillis");
    }

    // Every clock of java.time asks this one method for an instant; for milliseconds each asks the system.
    private static ClassTransform clock(long skew) {
        CodeTransform shifted = (CodeBuilder code, CodeElement element) -> {
            if (element instanceof ReturnInstruction) {
                code.loadConstant(skew).invokevirtual(INSTANT, "plusMillis",
                        MethodTypeDesc.of(INSTANT, ConstantDescs.CD_long));
            }
            code.with(element);
        };
        return ClassTransform.transformingMethodBodies(method -> method.methodName().equalsString("currentInstant"),
                shifted);
    }

    /** Puts this class into a jar that {@code -javaagent} takes. */
    static Path jar(Path file) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", SkewAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String part : new String[]{"", "$1"}) {
                String entry = SkewAgent.class.getName().replace('.', '/') + part + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (var bytes = SkewAgent.class.getClassLoader().getResourceAsStream(entry)) {
                    if (bytes == null) throw new IllegalStateException("expected " + entry + " on the class path");
                    bytes.transferTo(jar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
