package io.github.refundworker.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.bytebuddy.agent.ByteBuddyAgent;

/**
 * Another method in the place of one that a method of the real code calls. The class runs as it is but for this call, and
 * only for as long as something is tried.
 *
 * @param in the class whose code is changed
 * @param method the method of it that makes the call, or a lambda in that method
 * @param owner whose method is called
 * @param instead a static method of the same name as {@code call} that takes the same, the receiver first
 */
record Replacement(Class<?> in, String method, Class<?> owner, String call, Class<?> instead, String name) {

    /** Runs it with all these calls replaced. Not for two at a time: the classes are those that everybody uses. */
    static <T> T trying(List<Replacement> replacements, Callable<T> what) {
        Instrumentation instrumentation = ByteBuddyAgent.install();
        Map<Class<?>, byte[]> originals = new LinkedHashMap<>();
        Map<Class<?>, byte[]> changed = new LinkedHashMap<>();
        for (Replacement replacement : replacements) {
            byte[] original = originals.computeIfAbsent(replacement.in(), Replacement::bytesOf);
            changed.merge(replacement.in(), replacement.applyTo(original), (before, _) -> replacement.applyTo(before));
        }
        redefine(instrumentation, changed);
        try {
            return what.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            redefine(instrumentation, originals);
        }
    }

    private byte[] applyTo(byte[] bytes) {
        int[] replaced = {0};
        ClassFile classFile = ClassFile.of();
        ClassModel model = classFile.parse(bytes);
        byte[] changed = classFile.transformClass(
                model,
                ClassTransform.transformingMethodBodies(
                        candidate -> isIt(candidate.methodName().stringValue()),
                        (code, element) -> replaced[0] += put(code, element) ? 1 : 0));
        if (replaced[0] == 0) {
            throw new IllegalStateException(in.getSimpleName() + "." + method + " does not call " + call);
        }
        return changed;
    }

    private boolean isIt(String name) {
        return name.equals(method) || name.startsWith("lambda$" + method + "$");
    }

    private boolean put(CodeBuilder code, CodeElement element) {
        if (!(element instanceof InvokeInstruction invoke)
                || !invoke.name().stringValue().equals(call)
                || !invoke.owner().asSymbol().equals(owner.describeConstable().orElseThrow())) {
            code.with(element);
            return false;
        }
        MethodTypeDesc type = invoke.typeSymbol();
        boolean isStatic = invoke.opcode() == Opcode.INVOKESTATIC;
        ClassDesc receiver = owner.describeConstable().orElseThrow();
        code.invokestatic(
                instead.describeConstable().orElseThrow(),
                name,
                isStatic ? type : type.insertParameterTypes(0, receiver));
        return true;
    }

    private static byte[] bytesOf(Class<?> type) {
        String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no class file of " + type);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void redefine(Instrumentation instrumentation, Map<Class<?>, byte[]> classes) {
        List<ClassDefinition> definitions = new ArrayList<>();
        classes.forEach((type, bytes) -> definitions.add(new ClassDefinition(type, bytes)));
        try {
            instrumentation.redefineClasses(definitions.toArray(ClassDefinition[]::new));
        } catch (ClassNotFoundException | UnmodifiableClassException e) {
            throw new IllegalStateException(e);
        }
    }
}
