package org.serverroster.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The program that README.md shows to those who begin")
class ReadmeTest {

    private static final Pattern PROGRAM =
            Pattern.compile("```java\\n(import .*?public class (\\w+) .*?)```", Pattern.DOTALL);

    @Test
    @DisplayName("compiles as it stands there")
    void compiles(@TempDir Path folder) throws IOException {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("../../README.md")));
        assertThat(program.find()).as("README.md shows a program").isTrue();
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///" + program.group(2) + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return program.group(1);
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter faults = new StringWriter();
        // Surefire's own class path is a jar that only points to the real one.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> options = List.of("-proc:none", "-Xlint:all,-path", "-cp", classPath, "-d", folder.toString());
        assertThat(compiler.getTask(faults, null, null, options, null, List.of(source))
                        .call())
                .as(faults.toString())
                .isTrue();
    }
}
