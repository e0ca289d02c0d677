package io.github.refundworker.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/**
 * Another method in the place of one that the real code calls. The class runs as it is but for this call, and only for as
 * long as something is tried. All three are named by method references, so the compiler follows a renamed method, and refuses
 * a replacement that does not take what the call passes.
 *
 * @param in the class whose code is changed
 * @param within the method of it that makes the call, or a lambda in that method; absent for the whole class
 * @param instead a static method that takes what {@code call} takes, the receiver first
 */
public record Replacement(Class<?> in, @Nullable Method within, Method call, Method instead) {

    /** A method as the class files name it. */
    record Method(ClassDesc owner, String name, MethodTypeDesc type) {
        /** The method that a method reference names. */
        static Method of(Serializable reference) {
            try {
                var form = reference.getClass().getDeclaredMethod("writeReplace");
                form.setAccessible(true);
                SerializedLambda named = (SerializedLambda) form.invoke(reference);
                return new Method(
                        ClassDesc.ofInternalName(named.getImplClass()),
                        named.getImplMethodName(),
                        MethodTypeDesc.ofDescriptor(named.getImplMethodSignature()));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Begins a replacement of calls in the code of a class. */
    public static Calls in(Class<?> type) {
        return new Calls(type, null);
    }

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
            throw new IllegalStateException(in.getSimpleName() + " does not make the call of " + this);
        }
        return changed;
    }

    private boolean isIt(String name) {
        return within == null || name.equals(within.name()) || name.startsWith("lambda$" + within.name() + "$");
    }

    private boolean put(CodeBuilder code, CodeElement element) {
        boolean isIt = element instanceof InvokeInstruction invoke
                && new Method(invoke.owner().asSymbol(), invoke.name().stringValue(), invoke.typeSymbol()).equals(call);
        if (isIt) {
            code.invokestatic(instead.owner(), instead.name(), instead.type());
        } else {
            code.with(element);
        }
        return isIt;
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

    /** The calls of a class, or of one of its methods. */
    public record Calls(Class<?> in, @Nullable Method within) {
        public <A, R> Calls within(Function1<A, R> method) {
            return new Calls(in, Method.of(method));
        }

        public <A> Calls within(Action1<A> method) {
            return new Calls(in, Method.of(method));
        }

        public <A, B, C, R> Calls within(Function3<A, B, C, R> method) {
            return new Calls(in, Method.of(method));
        }

        public <A, B, C> Calls within(Action3<A, B, C> method) {
            return new Calls(in, Method.of(method));
        }

        public <A, B, C, D> Calls within(Action4<A, B, C, D> method) {
            return new Calls(in, Method.of(method));
        }

        public <A, B, C, D, E, R> Calls within(Function5<A, B, C, D, E, R> method) {
            return new Calls(in, Method.of(method));
        }

        public <A, R> Replacement replacing(Function1<A, R> call, Function1<A, R> instead) {
            return new Replacement(in, within, Method.of(call), Method.of(instead));
        }

        public <A, B, R> Replacement replacing(Function2<A, B, R> call, Function2<A, B, R> instead) {
            return new Replacement(in, within, Method.of(call), Method.of(instead));
        }

        public <A, B> Replacement replacing(Action2<A, B> call, Action2<A, B> instead) {
            return new Replacement(in, within, Method.of(call), Method.of(instead));
        }

        public <A, B, C, R> Replacement replacing(Function3<A, B, C, R> call, Function3<A, B, C, R> instead) {
            return new Replacement(in, within, Method.of(call), Method.of(instead));
        }

        public <A, B, C> Replacement replacing(Action3<A, B, C> call, Action3<A, B, C> instead) {
            return new Replacement(in, within, Method.of(call), Method.of(instead));
        }

        public <A, B, C, D, R> Replacement replacing(Function4<A, B, C, D, R> call, Function4<A, B, C, D, R> instead) {
            return new Replacement(in, within, Method.of(call), Method.of(instead));
        }

        public <A, B, C, D> Replacement replacing(Action4<A, B, C, D> call, Action4<A, B, C, D> instead) {
            return new Replacement(in, within, Method.of(call), Method.of(instead));
        }
    }

    public interface Function1<A, R> extends Serializable {
        @Nullable
        R apply(A a);
    }

    public interface Action1<A> extends Serializable {
        void accept(A a);
    }

    public interface Function2<A, B, R> extends Serializable {
        @Nullable
        R apply(A a, B b);
    }

    public interface Action2<A, B> extends Serializable {
        void accept(A a, B b);
    }

    public interface Function3<A, B, C, R> extends Serializable {
        @Nullable
        R apply(A a, B b, C c);
    }

    public interface Action3<A, B, C> extends Serializable {
        void accept(A a, B b, C c);
    }

    public interface Function4<A, B, C, D, R> extends Serializable {
        @Nullable
        R apply(A a, B b, C c, D d);
    }

    public interface Action4<A, B, C, D> extends Serializable {
        void accept(A a, B b, C c, D d);
    }

    public interface Function5<A, B, C, D, E, R> extends Serializable {
        @Nullable
        R apply(A a, B b, C c, D d, E e);
    }
}
