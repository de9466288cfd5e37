package io.tallyman.repl;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Writes a check into a snippet's code where a method begins and before each jump back, so that a
 * loop that never waits can be stopped too. A check takes nothing from the stack and leaves nothing
 * on it, and changes no frame.
 */
final class SnippetChecks {

  private static final int API = Opcodes.ASM9;
  private static final Handle LINK =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          Type.getInternalName(SnippetCheck.class),
          SnippetCheck.LINK,
          SnippetCheck.LINK_TYPE.descriptorString(),
          false);

  private SnippetChecks() {}

  /**
   * The same class with its checks.
   *
   * @throws IllegalArgumentException when the class is of a newer Java than is understood here
   */
  static byte[] addedTo(byte[] code) {
    ClassReader reader = new ClassReader(code);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new CheckedClass(writer), 0);
    return writer.toByteArray();
  }

  private static final class CheckedClass extends ClassVisitor {

    CheckedClass(ClassVisitor next) {
      super(API, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new CheckedMethod(super.visitMethod(access, name, descriptor, signature, exceptions));
    }
  }

  private static final class CheckedMethod extends MethodVisitor {

    private final Set<Label> passed = new HashSet<>();

    CheckedMethod(MethodVisitor next) {
      super(API, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      check();
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
      if (passed.contains(target)) {
        check();
      }
      super.visitJumpInsn(opcode, target);
    }

    @Override
    public void visitTableSwitchInsn(int least, int most, Label other, Label... targets) {
      checkBefore(other, targets);
      super.visitTableSwitchInsn(least, most, other, targets);
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] targets) {
      checkBefore(other, targets);
      super.visitLookupSwitchInsn(other, keys, targets);
    }

    private void checkBefore(Label other, Label... targets) {
      if (passed.contains(other) || Arrays.stream(targets).anyMatch(passed::contains)) {
        check();
      }
    }

    private void check() {
      visitInvokeDynamicInsn("check", "()V", LINK);
    }
  }
}
