package io.tallyman;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the sizes and the documentation that CONTRIBUTING.md asks for, by the JDK's own parser. */
class SourceStyleTest {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final int MOST_LINES_OF_A_FILE = 300;
  private static final int MOST_LINES_OF_A_METHOD = 40;
  private static final int MOST_PARAMETERS = 5;
  private static final int MOST_COMPONENTS = 24;

  private static List<Path> files = List.of();
  private static List<Offence> offences = List.of();

  /** What a rule found: which rule, and the sentence that says where and how much. */
  private record Offence(Rule rule, String sentence) {}

  private enum Rule {
    METHOD_LENGTH,
    PARAMETERS,
    TYPE_JAVADOC,
    PACKAGE_JAVADOC
  }

  @BeforeAll
  static void parse() throws IOException {
    try (Stream<Path> tree = Files.walk(SOURCES)) {
      files = tree.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      List<Offence> found = new ArrayList<>();
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(trees, unit, found).scan(unit, null);
      }
      offences = List.copyOf(found);
    }
  }

  @Test
  void shouldKeepFilesShort() throws IOException {
    List<String> offenders = new ArrayList<>();
    for (Path file : files) {
      int lines = Files.readAllLines(file).size();
      if (lines > MOST_LINES_OF_A_FILE) {
        offenders.add("%s has %d lines".formatted(file, lines));
      }
    }
    assertThat(offenders).as("files of more than %d lines", MOST_LINES_OF_A_FILE).isEmpty();
  }

  @Test
  void shouldKeepMethodsShort() {
    assertThat(found(Rule.METHOD_LENGTH))
        .as("methods of more than %d lines", MOST_LINES_OF_A_METHOD)
        .isEmpty();
  }

  @Test
  void shouldKeepParametersFew() {
    assertThat(found(Rule.PARAMETERS))
        .as("more than %d parameters, or %d components", MOST_PARAMETERS, MOST_COMPONENTS)
        .isEmpty();
  }

  @Test
  void shouldSayWhatEveryPublicTypePromises() {
    assertThat(found(Rule.TYPE_JAVADOC)).as("public types without Javadoc").isEmpty();
  }

  @Test
  void shouldSayWhatEveryPackagePromises() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (Path file : files) {
      Path info = file.resolveSibling("package-info.java");
      if (!files.contains(info)) {
        missing.add("%s is missing".formatted(info));
      } else if (!Files.readString(info).contains("@NullMarked")) {
        missing.add("%s has no @NullMarked".formatted(info));
      }
    }
    missing.addAll(found(Rule.PACKAGE_JAVADOC));
    assertThat(missing).as("packages that don't say what they promise").isEmpty();
  }

  @Test
  void shouldLeaveNothingForLater() throws IOException {
    List<String> offenders = new ArrayList<>();
    for (Path file : files) {
      if (Files.readString(file).matches("(?s).*\\b(TODO|FIXME|XXX)\\b.*")) {
        offenders.add(file.toString());
      }
    }
    assertThat(offenders).as("files that put something off").isEmpty();
  }

  private static List<String> found(Rule rule) {
    return offences.stream()
        .filter(offence -> offence.rule() == rule)
        .map(Offence::sentence)
        .collect(Collectors.toList());
  }

  /** Walks through one source file and notes what is too large or says too little. */
  private static final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final DocTrees trees;
    private final CompilationUnitTree unit;
    private final List<Offence> found;

    Reader(DocTrees trees, CompilationUnitTree unit, List<Offence> found) {
      this.trees = trees;
      this.unit = unit;
      this.found = found;
    }

    @Override
    public @Nullable Void visitPackage(PackageTree tree, @Nullable Void nothing) {
      if (name().endsWith("package-info.java") && isUndocumented(getCurrentPath())) {
        note(Rule.PACKAGE_JAVADOC, tree, "the package has no Javadoc");
      }
      return super.visitPackage(tree, null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
      if (isPublic(tree) && isUndocumented(getCurrentPath())) {
        note(Rule.TYPE_JAVADOC, tree, "%s has no Javadoc".formatted(tree.getSimpleName()));
      }
      if (tree.getKind() == Tree.Kind.RECORD) {
        long components = tree.getMembers().stream().filter(this::isComponent).count();
        if (components > MOST_COMPONENTS) {
          note(
              Rule.PARAMETERS,
              tree,
              "%s has %d components".formatted(tree.getSimpleName(), components));
        }
      }
      return super.visitClass(tree, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      long lines = line(trees.getSourcePositions().getEndPosition(unit, tree)) - line(tree) + 1;
      if (lines > MOST_LINES_OF_A_METHOD) {
        note(Rule.METHOD_LENGTH, tree, "%s has %d lines".formatted(tree.getName(), lines));
      }
      int parameters = tree.getParameters().size();
      if (parameters > MOST_PARAMETERS && !isConstructorOfRecord(tree)) {
        note(Rule.PARAMETERS, tree, "%s has %d parameters".formatted(tree.getName(), parameters));
      }
      return super.visitMethod(tree, null);
    }

    private boolean isPublic(ClassTree tree) {
      return tree.getModifiers().getFlags().contains(Modifier.PUBLIC)
          || (enclosing() instanceof ClassTree outer && outer.getKind() == Tree.Kind.INTERFACE);
    }

    private boolean isComponent(Tree member) {
      return member instanceof VariableTree field
          && !field.getModifiers().getFlags().contains(Modifier.STATIC);
    }

    private boolean isConstructorOfRecord(MethodTree tree) {
      return tree.getReturnType() == null
          && enclosing() instanceof ClassTree outer
          && outer.getKind() == Tree.Kind.RECORD;
    }

    private Tree enclosing() {
      return getCurrentPath().getParentPath().getLeaf();
    }

    private boolean isUndocumented(TreePath path) {
      String text = trees.getDocComment(path);
      return text == null || text.isBlank();
    }

    private long line(Tree tree) {
      return line(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }

    private String name() {
      return unit.getSourceFile().getName();
    }

    private void note(Rule rule, Tree tree, String what) {
      String where = "%s:%d: ".formatted(name(), line(tree));
      found.add(new Offence(rule, where + what));
    }
  }
}
