package io.toolgateway.testkit.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** All classes of the product and of the simulation a second time, some of them compiled anew with a mistake in them. */
final class MistakenClasses extends ClassLoader {

    private static final String OURS = "io.toolgateway.";

    private final Map<String, byte[]> changed;

    private MistakenClasses(Map<String, byte[]> changed) {
        super(MistakenClasses.class.getClassLoader());
        this.changed = changed;
    }

    /** Runs histories of the classes with these edits, and says what each breaks. */
    static LongFunction<List<String>> histories(List<Mistake.Edit> edits) {
        Map<String, EditedSource> sources = new LinkedHashMap<>();
        edits.forEach(
                edit -> sources.computeIfAbsent(edit.file(), EditedSource::new).replace(edit.from(), edit.to()));
        MistakenClasses classes = new MistakenClasses(compiled(List.copyOf(sources.values())));
        try {
            Object run = classes.loadClass(BrokenInvariants.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            @SuppressWarnings("unchecked")
            LongFunction<List<String>> histories = (LongFunction<List<String>>) run;
            return histories;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? own(name) : loaded;
        }
    }

    private Class<?> own(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            bytes = original(name);
        }
        return defineClass(name, bytes, 0, bytes.length, getClass().getProtectionDomain());
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> compiled(List<EditedSource> sources) {
        if (sources.isEmpty()) {
            return Map.of();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (Results results = new Results(compiler.getStandardFileManager(null, null, null))) {
            List<String> options =
                    List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
            List<Source> units = sources.stream().map(Source::new).toList();
            if (!compiler.getTask(said, results, null, options, null, units).call()) {
                throw new IllegalStateException("a mistake does not compile: " + said);
            }
            Map<String, byte[]> classes = new HashMap<>();
            results.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(EditedSource edited) {
            super(URI.create("mistaken:///" + edited.className().replace('.', '/') + ".java"), Kind.SOURCE);
            text = edited.text();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what is compiled in memory. */
    private static final class Results extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        Results(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mistaken:///" + className + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return classes.computeIfAbsent(className, name -> new ByteArrayOutputStream());
                }
            };
        }
    }
}
