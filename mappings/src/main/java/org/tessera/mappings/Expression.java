package org.tessera.mappings;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A CEL expression over a row and its patient, compiled once.
///
/// CEL is typed, has no side effects and always ends; the language is described at
/// https://github.com/google/cel-spec.
final class Expression {
  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
  private static final MapType ROW = MapType.create(SimpleType.STRING, SimpleType.DYN);
  private static final int YEAR_LENGTH = 4;
  private static final int DATE_LENGTH = 10;

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("row", ROW)
          .addVar("patient", MapType.create(SimpleType.STRING, ListType.create(ROW)))
          .addVar("form", SimpleType.STRING)
          .addFunctionDeclarations(between("days"), between("years"))
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addFunctionBindings(
              CelFunctionBinding.from(
                  "days_string_string", String.class, String.class, Expression::days),
              CelFunctionBinding.from(
                  "years_string_string", String.class, String.class, Expression::years))
          .build();

  /// Studies share most of their rules, and compiling one takes longer than asking it a thousand
  /// times.
  private static final Map<String, Expression> COMPILED = new ConcurrentHashMap<>();

  private final CelRuntime.Program program;

  private Expression(CelRuntime.Program program) {
    this.program = program;
  }

  /// Compiles an expression; what is wrong with it goes to the problems.
  static Optional<Expression> compile(RuleNode node, Problems problems) {
    Expression known = COMPILED.get(node.asText());
    if (known != null) {
      return Optional.of(known);
    }
    try {
      CelAbstractSyntaxTree tree = COMPILER.compile(node.asText()).getAst();
      Expression compiled = new Expression(RUNTIME.createProgram(tree));
      COMPILED.put(node.asText(), compiled);
      return Optional.of(compiled);
    } catch (CelValidationException | CelEvaluationException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      problems.add(node, "not an expression: " + why, "see \"rules.yaml\" in mappings/README.md");
      return Optional.empty();
    }
  }

  /// Whether it holds; nothing when a value it needs is missing or of another kind, so that it says
  /// nothing about this row.
  Optional<Boolean> holds(Map<String, Object> variables) {
    try {
      return program.eval(variables) instanceof Boolean held ? Optional.of(held) : Optional.empty();
    } catch (CelEvaluationException e) {
      return Optional.empty();
    }
  }

  private static CelFunctionDecl between(String name) {
    return CelFunctionDecl.newFunctionDeclaration(
        name,
        CelOverloadDecl.newGlobalOverload(
            name + "_string_string", SimpleType.INT, SimpleType.STRING, SimpleType.STRING));
  }

  private static long days(String from, String to) {
    return ChronoUnit.DAYS.between(LocalDate.parse(from), LocalDate.parse(to));
  }

  /// Whole years between two dates; calendar years where one of them has no day.
  private static long years(String from, String to) {
    return from.length() < DATE_LENGTH || to.length() < DATE_LENGTH
        ? Long.parseLong(to.substring(0, YEAR_LENGTH))
            - Long.parseLong(from.substring(0, YEAR_LENGTH))
        : ChronoUnit.YEARS.between(LocalDate.parse(from), LocalDate.parse(to));
  }
}
