package org.serverroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneLibraryTest {

    @TempDir
    Path folder;

    @Test
    @DisplayName("One library of all holds what a class path of them would find, and the services of each")
    void asOnTheClassPath() throws Exception {
        Path first = library("first.jar", Map.of("both", "1", "own", "a", "META-INF/services/s", "one"));
        Path second = library(
                "second.jar",
                Map.of(
                        "both",
                        "2",
                        "META-INF/services/s",
                        "two\n",
                        "module-info.class",
                        "",
                        "META-INF/X.SF",
                        "signed"));
        Path third = library("third.jar", Map.of("META-INF/services/t", "three"));

        Path made = folder.resolve("made");
        OneLibrary.make(made, List.of(first, second, third));

        try (URLClassLoader one = new URLClassLoader(new URL[] {made.toUri().toURL()}, null)) {
            assertThat(text(one, "both")).isEqualTo("1");
            assertThat(text(one, "own")).isEqualTo("a");
            assertThat(text(one, "META-INF/services/s").lines()).containsExactly("one", "two");
            assertThat(text(one, "META-INF/services/t")).isEqualTo("three");
            assertThat(one.findResource("module-info.class")).isNull();
            assertThat(one.findResource("META-INF/X.SF")).isNull();
        }
    }

    private static String text(ClassLoader loader, String name) throws IOException {
        return new String(loader.getResourceAsStream(name).readAllBytes(), StandardCharsets.UTF_8);
    }

    private Path library(String name, Map<String, String> files) throws IOException {
        Path library = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(library))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return library;
    }
}
