package org.tessera.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.yaml.snakeyaml.Yaml;

/// The description of the interface is written by hand; this holds it against the controllers.
class OpenApiTest {
  @Test
  void the_description_names_every_address_of_the_interface_and_no_other() throws Exception {
    assertThat(described()).isEqualTo(mapped());
  }

  @Test
  void every_reference_and_path_parameter_of_the_description_is_declared() throws IOException {
    String text = text();
    Map<String, Object> components = map(document().get("components"));

    for (String part : List.of("parameters", "schemas")) {
      for (String name : referenced(text, "#/components/" + part + "/")) {
        assertThat(map(components.get(part))).containsKey(name);
      }
    }
    map(document().get("paths"))
        .forEach((path, item) ->
            assertThat(map(item).containsKey("parameters")).as(path).isEqualTo(path.contains("{")));
  }

  private static Set<String> described() throws IOException {
    var found = new TreeSet<String>();
    map(document().get("paths"))
        .forEach((path, item) ->
            map(item).keySet().stream()
                .filter(key -> !key.equals("parameters"))
                .forEach(method -> found.add(method + " " + path)));
    return found;
  }

  private static Set<String> mapped() throws ClassNotFoundException {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
    var found = new TreeSet<String>();
    for (var bean : scanner.findCandidateComponents("org.tessera")) {
      Class<?> type = Class.forName(Objects.requireNonNull(bean.getBeanClassName()));
      for (Method method : type.getDeclaredMethods()) {
        RequestMapping mapping =
            AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping != null) {
          for (String path : paths(type, mapping)) {
            Arrays.stream(mapping.method())
                .map(verb -> verb.name().toLowerCase(Locale.ROOT) + " " + path)
                .filter(line -> line.contains(" /api/"))
                .forEach(found::add);
          }
        }
      }
    }
    return found;
  }

  private static List<String> paths(Class<?> type, RequestMapping mapping) {
    RequestMapping outer = AnnotatedElementUtils.findMergedAnnotation(type, RequestMapping.class);
    List<String> before =
        outer == null || outer.path().length == 0 ? List.of("") : List.of(outer.path());
    List<String> after = mapping.path().length == 0 ? List.of("") : List.of(mapping.path());
    List<String> all = new ArrayList<>();
    for (String first : before) {
      for (String second : after) {
        all.add((first + second).replaceAll("\\{(\\w+):[^}]*}", "{$1}"));
      }
    }
    return all;
  }

  private static List<String> referenced(String text, String prefix) {
    List<String> names = new ArrayList<>();
    for (int at = text.indexOf(prefix); at >= 0; at = text.indexOf(prefix, at + 1)) {
      names.add(text.substring(at + prefix.length(), text.indexOf('\'', at)));
    }
    return names;
  }

  private static Map<String, Object> document() throws IOException {
    return map(new Yaml().load(text()));
  }

  private static String text() throws IOException {
    try (InputStream file =
        Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/static/openapi.yaml"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @SuppressWarnings("unchecked") // what YAML makes of a mapping
  private static Map<String, Object> map(@Nullable Object node) {
    return (Map<String, Object>) Objects.requireNonNull(node);
  }
}
