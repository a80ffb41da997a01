/* Made by go generate from ../client. Contains Preact, (c) 2015-present Jason Miller, MIT: ../client/vendor/preact/LICENSE */
var he="http://www.w3.org/2000/svg",Te="http://www.w3.org/1999/xhtml",Pe="http://www.w3.org/1998/Math/MathML";var $=Symbol.for("pv"),W={},q=[],Qe=/^m(i|n|o|s|text|space)$/,me=16;var oe=Array.isArray,se=q.slice,I=Object.assign;function B(e){e&&e.parentNode&&e.remove()}function We(e,n,o,r){let a,i,s;for(;n=n._parent;)if((a=n._component)&&!(a._bits&1)){a._bits|=4;try{if(i=a.constructor,(s=i&&i.getDerivedStateFromError)&&a.setState(
i.getDerivedStateFromError(e)),a.componentDidCatch&&(a.componentDidCatch(e,r||{}),s=1),s&&a._bits&8){a._bits|=2;return}}catch(l){e=l}}throw qe(),e}var Ot={_catchError:We},C=Ot;var Ft=0;function j(e,n,o,r,a){let i={type:e,props:n,key:o,ref:r,_children:null,_parent:null,_depth:0,_dom:null,_component:null,constructor:$,_original:a||++Ft,_index:-1,
_flags:0};return!a&&C.vnode&&C.vnode(i),i}function w(e){return e.children}function Z(e,n){this.props=e,this.context=n,this._bits=0}Z.prototype.setState=function(e,n){let o=this._nextState;if((!o||o==this.state)&&(o=this._nextState=I({},
this.state)),typeof e=="function"&&(e=e(I({},o),this.props)),e)I(o,e);else return;this._vnode&&(n&&this._stateCallbacks.push(n),Ne(this))};Z.prototype.forceUpdate=
function(e){this._vnode&&(this._bits|=4,e&&this._renderCallbacks.push(e),Ne(this))};Z.prototype.render=w;function U(e,n){if(n==null)return e._parent&&U(e._parent,
e._index+1);let o;for(;n<e._children.length;n++)if(o=e._children[n],o&&o._dom)return o._dom;return typeof e.type=="function"&&!e.props._parentDom?U(e):null}function $t(e){
let n=e._vnode,o=n._dom,r=[],a=[],i=e._parentDom;if(i){let s=I({constructor:$},n);s._original=n._original+1,C.vnode&&C.vnode(s),V(i,s,n,e._globalContext,i.namespaceURI,
n._flags&32?[o]:null,r,o||U(n),n._flags&32,a),s._original=n._original,s._parent._children[s._index]=s,_e(r,s,a),n._parent=n._dom=null,s._dom!=o&&je(s)}}function je(e){
if((e=e._parent)&&e._component&&!e.props._parentDom)return e._dom=null,e._children.some(n=>n&&(e._dom=n._dom)),je(e)}var Y=[],ge,Re=0;function qe(){Re=0}function Ne(e){
(!(e._bits&8)&&(e._bits|=8,Y.push(e),!Re++)||ge!=C.debounceRendering)&&(ge=C.debounceRendering,(ge||queueMicrotask)(Ye))}var It=(e,n)=>e._vnode._depth-n._vnode.
_depth;function Ye(){try{let e,n=1;for(;Y.length;)Y.length>n&&Y.sort(It),e=Y.shift(),n=Y.length,e._bits&8&&$t(e)}finally{(Re=Y.length)&&(ge||queueMicrotask)(Ye)}}function Ae(e,n,o,r,a,i,s,l,u,f,c){let h,m,d,p,b,k=r._children||q,_=n.length;for(u=Lt(o,n,k,u,_),h=0;h<_;h++){if(d=o._children[h],d==null)continue;m=~d._index&&
k[d._index]||W,d._index=h;let E=V(e,d,m,a,i,s,l,u,f,c);p=d._dom,(m.ref!=d.ref||m._flags&8)&&(m.ref&&ke(m.ref,null,d,m),d.ref&&c.push(d.ref,d._component||p,d)),b=
b||p,d._flags&4?(u=Ge(d,u,e,!m._original),m._dom&&(m._dom=null)):typeof d.type=="function"&&E!==void 0?u=E:p&&(u=p.nextSibling),d._flags&=~(4|me)}return o._dom=
b,u}function Lt(e,n,o,r,a){let i,s,l,u=o.length,f=u,c=0,h=0,m=e._children=Array(a);for(i=0;i<a;i++){if(s=n[i],s==null||typeof s=="boolean"||typeof s=="function"){
m[i]=null;continue}else typeof s!="object"||s.constructor===String?s=m[i]=j(null,s):oe(s)?s=m[i]=j(w,{children:s}):s.constructor===$&&s._depth?s=m[i]=j(s.type,s.
props,s.key,s.ref,s._original):m[i]=s;let d=i+c;s._parent=e,s._depth=e._depth+1;let p=s._index=Bt(s,o,d,f);l=null,~p&&(l=o[p],f--,l&&(l._flags|=2)),!l||!l._original?
(~p||(a>u?c--:a<u&&c++),typeof s.type!="function"&&(s._flags|=4)):(s._flags|=me,p==d-1?c--:p==d+1?c++:p!=d&&(p>d?c--:c++,h=1))}if(h){let d=[],p=[];for(i=0;i<a;i++)
if(s=m[i],s&&s._flags&me){c=0;let b=d.length;for(;c<b;){let k=c+b>>1;d[k]<s._index?c=k+1:b=k}d[c]=s._index,p[i]=c+1}for(c=d.length;i--;)p[i]&&(p[i]==c?c--:m[i].
_flags|=4)}if(f)for(i=0;i<u;i++)l=o[i],l&&!(l._flags&2)&&(l._dom==r&&(r=U(l)),we(l,l));return r}function Ge(e,n,o,r){if(typeof e.type=="function"){if(e.props._parentDom)
return n;let a=e._children;if(a)for(let i=0;i<a.length;i++)a[i]&&(a[i]._parent=e,n=Ge(a[i],n,o,!1));return n}else{n&&!n.parentNode&&(n=U(e),n&&!n.parentNode&&(n=
null));let a=e._dom,i=n;for(;i&&i.nodeType==8;)i=i.nextSibling;a!=i&&(!r&&o.moveBefore&&a.parentNode?o.moveBefore(a,n):o.insertBefore(a,n||null)),n=a}for(;(n=n&&
n.nextSibling)&&n.nodeType==8&&!n.data.startsWith("$s"););return n}function Bt(e,n,o,r){let a=e.key,i=e.type,s=n[o],l=s&&!(s._flags&2),u=r>(l?1:0);if(s===null&&a==null||l&&a==s.key&&i==s.type)return o;if(u){let f;for(f=o-1;f>=0;f--)
if(s=n[f],s&&!(s._flags&2)&&a==s.key&&i==s.type)return f;for(f=o+1;f<n.length;f++)if(s=n[f],s&&!(s._flags&2)&&a==s.key&&i==s.type)return f}return-1}var Me=Symbol();function Ke(e,n,o){o==null&&(o=""),n[0]=="-"?e.setProperty(n,o):e[n]=o}var Ht=/(PointerCapture)$|Capture$/i,Xe=0;function ae(e,n,o,r,a){let i;if(n==
"style")if(typeof o=="string")e.style.cssText=o;else{if(typeof r=="string"&&(e.style.cssText=r=""),r)for(n in r)o&&n in o||Ke(e.style,n);if(o)for(n in o)(!r||o[n]!=
r[n])&&Ke(e.style,n,o[n])}else if(n[0]=="o"&&n[1]=="n"){if(typeof o!="function"&&(o=null),typeof r!="function"&&(r=null),(e._listeners||(e._listeners={}))[n]=o,
!o||!r){let s=Je[n]||(Je[n]=Qt(n));(e._attached||(e._attached={}))[n]=Xe,i=n!=(n=n.replace(Ht,"$1")),n=n.slice(2),n[0]<"a"&&(n=n.toLowerCase()),o?e.addEventListener(
n,s,i):e.removeEventListener(n,s,i)}}else{if(a==he)n=n.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(n!="width"&&n!="height"&&n!="href"&&n!="list"&&n!=
"form"&&n!="tabIndex"&&n!="download"&&n!="rowSpan"&&n!="colSpan"&&n!="role"&&n!="popover"&&n in e)try{e[n]=o==null?"":o;return}catch{}if(typeof o=="function")return;
o!=null&&(o!==!1||n[4]=="-")?e.setAttribute(n,n=="popover"&&o==!0?"":o):e.removeAttribute(n)}}function Qt(e){return function(n){let o=this._listeners;if(o){if(o=
o[e],n[Me]==null)n[Me]=Xe++;else if(n[Me]<this._attached[e])return;return o(C.event?C.event(n):n)}}}var Je={};function V(e,n,o,r,a,i,s,l,u,f){let c,h,m=n.type;if(n.constructor!==$)return null;o._flags&128&&(u=o._flags&32,c=o._component._excess)&&(n._flags|=u,h=i=[],c.nodeType==
8?l=Ee(c,i):i.push(c),l=i[0]||l),(c=C._diff)&&c(n);e:if(typeof m=="function"){let d=s.length;try{let p,b,k,_,E=n.props,R=(c=m.prototype)&&c.render;c=m.contextType;
let Q=c&&r[c._id],J=c?Q?Q.props.value:c._defaultValue:r;if((p=o._component)?(n._component=p,p._bits&2&&(p._bits|=1)):(R?n._component=p=new m(E,J):(n._component=
p=new Z(E,J),p.constructor=m,p.render=jt),Q&&Q.sub(p),p.state||(p.state={}),p._globalContext=r,p._bits|=8,p._renderCallbacks=[],p._stateCallbacks=[]),R&&(p._nextState||
(p._nextState=p.state),m.getDerivedStateFromProps&&(p._nextState==p.state&&(p._nextState=I({},p._nextState)),I(p._nextState,m.getDerivedStateFromProps(E,p._nextState)))),
b=p.props,k=p.state,p._vnode=n,!o._component)R&&!m.getDerivedStateFromProps&&p.componentWillMount&&p.componentWillMount(),R&&p.componentDidMount&&p._renderCallbacks.
push(p.componentDidMount);else{if(E!==b&&R&&!m.getDerivedStateFromProps&&p.componentWillReceiveProps&&p.componentWillReceiveProps(E,J),n._original==o._original&&
!(p._bits&8)||!(p._bits&4)&&p.shouldComponentUpdate&&p.shouldComponentUpdate(E,p._nextState,J)===!1){n._original!=o._original&&(p.props=E,p.state=p._nextState,p.
_bits&=-9),n._dom=o._dom,n._children=o._children,n._children.some(X=>{X&&(X._parent=n)}),q.push.apply(p._renderCallbacks,p._stateCallbacks),p._stateCallbacks=[],
p._renderCallbacks.length&&s.push(p),l=U(o);break e}p.componentWillUpdate&&p.componentWillUpdate(E,p._nextState,J),R&&p.componentDidUpdate&&p._renderCallbacks.push(
()=>{p.componentDidUpdate(b,k,_)})}p.context=J,p.props=E,p._parentDom=e,p._bits&=-5;let He=C._render,Mt=R?25:0;do p._bits&=-9,He&&He(n),c=p.render(p.props,p.state=
p._nextState,p.context);while(p._bits&8&&++Mt<25);R&&(q.push.apply(p._renderCallbacks,p._stateCallbacks),p._stateCallbacks=[]),p.state=p._nextState,p.getChildContext&&
(r=I({},r,p.getChildContext())),R&&o._component&&p.getSnapshotBeforeUpdate&&(_=p.getSnapshotBeforeUpdate(b,k));let ve=c&&c.type===w&&c.key==null?c.props.children:
c;E._parentDom&&(c=l,e=E._parentDom,a=e.namespaceURI,u=i=null,o.props&&o.props._parentDom!=e&&(o._children.some(X=>{X&&we(X,X)}),o._children=null),l=o._children?
U(o,0):null),l=Ae(e,oe(ve)?ve:[ve],n,o,r,a,i,s,l,u,f),E._parentDom&&(n._dom=null,l=c),n._flags&=-161,h&&h.some(B),p._renderCallbacks.length&&s.push(p),p._bits&1&&
(p._bits&=-4)}catch(p){if(s.length=d,n._original=null,u||i)if(p&&p.then){let b,k;if(n._flags|=128|u,i){let _=i.indexOf(l||void 0),E;for(~_||(_=i.length);(E=i[_-
1])&&E.nodeType==8;)_--;for(;_<i.length;_++)if(E=i[_])if(i[_]=null,b){if(E==k)break}else{if(E.nodeType!=8)break;E.data.startsWith("$s")&&(k=Ee(b=E))}}if(!b){for(;l&&
l.nodeType==8&&l.nextSibling;)l=l.nextSibling;b=l}b=n._component._excess||(n._component._excess=b),(c=Ee(b))?(n._dom=b,l=c):n._dom=l,l=l&&l.nextSibling}else i&&
i.some(B);else n._dom=o._dom;n._children||(n._children=o._children||[]),p&&p.then||De(n),C._catchError(p,n,o)}}else l=n._dom=qt(o._dom,n,o,r,a,i,s,u,f,e);return(c=
C.diffed)&&c(n),l}function Ee(e,n){if(e&&e.nodeType==8&&e.data.startsWith("$s"))for(let o=1;e=e.nextSibling;){if(e.nodeType==8){if(e.data.startsWith("$s"))o++;else if(e.
data.startsWith("/$s")&&!--o)return e}n&&n.push(e)}}function De(e){e&&(e._component&&(e._component._bits|=4),e._children&&e._children.some(De))}function _e(e,n,o){
for(let r=0;r<o.length;)ke(o[r++],o[r++],o[r++]);C._commit&&C._commit(n,e),e.some(r=>{try{e=r._renderCallbacks,r._renderCallbacks=[],e.some(a=>{a.call(r)})}catch(a){
C._catchError(a,r._vnode)}})}function qt(e,n,o,r,a,i,s,l,u,f){let c=o.props||W,h=n.props,m=n.type,d,p,b,k,_,E,R;if(m=="svg"?a=he:m=="math"?a=Pe:a||(a=Te),i){for(d=
0;d<i.length;d++)if(_=i[d],_&&(m?_.localName==m:_.nodeType==3)){e=_,i[d]=null;break}}if(!e){let Q=f.ownerDocument||document;if(!m)return Q.createTextNode(h);e=Q.
createElementNS(a,m,h.is?h:f),l&&(C._hydrationMismatch&&C._hydrationMismatch(n,i),l=!1),i=null}if(!m)c!==h&&(!l||e.data!=h)&&(e.data=h);else{if(f=m=="template"&&
e.content||e,i=m=="textarea"&&h.defaultValue!=null?null:i&&se.call(f.childNodes),!l&&i)for(c={},d=0;d<e.attributes.length;d++)_=e.attributes[d],c[_.name]=_.value;
for(d in c)_=c[d],d=="dangerouslySetInnerHTML"?b=_:d!="children"&&!(d in h)&&!(d=="value"&&"defaultValue"in h)&&!(d=="checked"&&"defaultChecked"in h)&&ae(e,d,null,
_,a);for(d in h)_=h[d],d=="children"?k=_:d=="dangerouslySetInnerHTML"?p=_:d=="value"?E=_:d=="checked"?R=_:(!l||typeof _=="function")&&c[d]!==_&&ae(e,d,_,c[d],a);
p?(!l&&(!b||p.__html!=b.__html&&p.__html!=e.innerHTML)&&(e.innerHTML=p.__html),n._children=[]):(b&&(e.textContent=""),(m=="foreignObject"||a==Pe&&Qe.test(m))&&(a=
Te),Ae(f,oe(k)?k:[k],n,o,r,a,i,s,i?i[0]:o._children&&U(o,0),l,u),i&&i.some(B)),(!l||m=="textarea")&&(d="value",m=="progress"&&E==null?e.removeAttribute(d):E!=void 0&&
(E!==e[d]||m=="progress"&&!E)&&ae(e,d,E,c[d],a),d="checked",R!=void 0&&R!=e[d]&&ae(e,d,R,c[d],a))}return e}function ke(e,n,o,r){try{typeof e=="function"?n?n._refCleanup=
e(n)||1:r&&(r=r._component||r._dom)&&(n=r._refCleanup)&&(r._refCleanup=null,typeof n=="function"?n():e(null)):e.current=n}catch(a){C._catchError(a,o)}}function we(e,n,o){
let r,a,i;if(C.unmount&&C.unmount(e),(r=e.ref)&&(!r.current||r.current==e._dom)&&ke(r,null,n,e),r=e._component){if(r.componentWillUnmount)try{r.componentWillUnmount()}catch(s){
C._catchError(s,n)}r._parentDom=r._globalContext=null}if(r=e._children)for(let s=0;s<r.length;s++)r[s]&&we(r[s],n,typeof e.type=="function"?o&&!e.props._parentDom:
!0);!o&&(r=e._component)&&(r=r._excess)&&(a=Ee(r,i=[]))&&(r==e._dom&&i.some(B),B(a),B(r)),o||B(e._dom),e._dom=e._component=e._parent=null}function jt(e,n,o){return this.
constructor(e,o)}function Oe(e,n){C._root&&C._root(e,n),n.nodeType==9&&(n=n.documentElement);let o=e&&e._flags&32,r=o?null:n._children;n._children=j(w,{children:[e]});let a=[],i=[];
V(n,n._children,r||W,W,n.namespaceURI,r?null:n.firstChild?se.call(n.childNodes):null,a,r?r._dom:n.firstChild,o,i),_e(a,n._children,i),n._children.props.children=
null}var $e=Object.is,ee,v,Ie,le=0,it=[],Ue=[],T=C,Ze=T._diff,Ve=T._render,et=T.diffed,tt=T._commit,nt=T.unmount,ot=T._root,Gt=35,Fe;T._diff=e=>{v=null,Ze&&Ze(e)};T.
_root=(e,n)=>{e&&n._children&&n._children._mask&&(e._mask=n._children._mask),ot&&ot(e,n)};T._render=e=>{Ve&&Ve(e),v=e._component,ee=0;let n=v.__hooks;n&&(Ie==v?
v._renderCallbacks=[]:(n._pendingEffects.some(ce),n._pendingEffects.some(Le),ee=0),n._pendingEffects=[],n._list.some(o=>{o._nextValue&&(o._value=o._nextValue),o.
_pendingArgs=o._nextValue=void 0})),Ie=v};T.diffed=e=>{et&&et(e);let n=e._component;n&&n.__hooks&&(n.__hooks._pendingEffects.length&&ct(it.push(n)),n.__hooks._list.
some(o=>{o._pendingArgs&&(o._args=o._pendingArgs)})),Ie=v=null};T._commit=(e,n)=>{n.some(o=>{try{o._renderCallbacks.some(ce),o._renderCallbacks=o._renderCallbacks.
filter(r=>r._value?Le(r):!0)}catch(r){o._renderCallbacks=[()=>{throw r}]}}),tt&&tt(e,n)};T.unmount=e=>{nt&&nt(e);let n=e._component;if(n&&n.__hooks){let o,r;n.__hooks.
_list.some(a=>{try{if(a._passive&&a._cleanup){if(r===void 0){for(r=e._parent;r&&!(r._component&&r._component._parentDom);)r=r._parent;r=r&&r._component}a._passive=
r,ct(Ue.push(a))}else ce(a)}catch(i){o=i}}),n.__hooks=void 0,o&&T._catchError(o,n._vnode)}};function Ce(e,n){T._hook&&T._hook(v,e,le||n),le=0;let o=v.__hooks||(v.
__hooks={_list:[],_pendingEffects:[]});return e>=o._list.length&&o._list.push({}),o._list[e]}function x(e){return le=1,Kt(dt,e)}function Kt(e,n,o){let r=Ce(ee++,
2);if(r._reducer=e,!r._component&&(r._value=[o?o(n):dt(void 0,n),a=>{let i=(r._nextValue||r._value)[0],s=r._reducer(i,a);$e(i,s)||(r._nextValue=[s,r._value[1]],
r._component.setState({}))}],r._component=v,!v._hasScuFromHooks)){v._hasScuFromHooks=!0;let a=v.shouldComponentUpdate;v.shouldComponentUpdate=function(i,s,l){let u=this.
__hooks;if(!u)return!0;let f=!1,c=this.props!=i;if(u._list.some(h=>{h._nextValue&&(f=!0,$e(h._value[0],h._nextValue[0])||(c=!0))}),a){let h=a.call(this,i,s,l);return f?
h||c:h}return!f||c}}return r._value}function L(e,n){let o=Ce(ee++,3);!T._skipEffects&&pt(o._args,n)&&(o._passive=!0,o._value=e,o._pendingArgs=n,v.__hooks._pendingEffects.
push(o))}function M(e){return le=5,rt(()=>({current:e}),[])}function rt(e,n){let o=Ce(ee++,7);return pt(o._args,n)&&(o._value=e(),o._args=n),o._value}function at(e,n){return le=8,rt(()=>e,n)}function lt(){let e=Ce(ee++,11);if(!e._value){let n=v._vnode;for(;!n._mask&&n._parent;)n=n._parent;let o=n._mask||(n._mask=[0,0]);e._value="P"+o[0]+"-"+o[1]++}return e.
_value}function Jt(){let e;do{for(;e=Ue.shift();)try{ce(e)}catch(n){e=e._passive,T._catchError(n,{_parent:e&&e._vnode})}for(;e=it.shift();){let n=e.__hooks;if(!(!e.
_parentDom||!n))try{n._pendingEffects.some(ce),n._pendingEffects.some(Le),n._pendingEffects=[]}catch(o){n._pendingEffects=[],T._catchError(o,e._vnode)}}}while(Ue.
length)}var st=typeof requestAnimationFrame=="function";function Xt(e){let n=()=>{clearTimeout(o),st&&cancelAnimationFrame(r),setTimeout(e)},o=setTimeout(n,Gt),
r;st&&(r=requestAnimationFrame(n))}function ct(e){(e==1||Fe!=T.requestAnimationFrame)&&(Fe=T.requestAnimationFrame,(Fe||Xt)(Jt))}function ce(e){let n=v,o=e._cleanup;
typeof o=="function"&&(e._cleanup=void 0,o()),v=n}function Le(e){let n=v;e._cleanup=e._value(),v=n}function pt(e,n){return!e||e.length!=n.length||n.some((o,r)=>!$e(
o,e[r]))}function dt(e,n){return typeof n=="function"?n(e):n}var te=class extends Error{};async function ut(e){let n=await e.json().catch(()=>({}));if(!e.ok)throw new te(n.problem||"The program did not understand this pag\
e: reload it.");return n}var ft=()=>{throw new te("quo-import does not answer: it was ended. Start it again with the same file; nothing is lost.")},pe=e=>fetch(
e).then(ut,ft),G=(e,n={})=>fetch(e,{method:"POST",headers:{"Content-Type":"application/json"},body:JSON.stringify(n)}).then(ut,ft);function ht(e,n){return new Promise(
(o,r)=>{let a=new XMLHttpRequest;a.open("POST","/api/file?name="+encodeURIComponent(e.name)),a.upload.onprogress=i=>i.lengthComputable&&n(i.loaded/i.total),a.onload=
()=>{if(a.status===200)return o();let i="";try{i=JSON.parse(a.responseText).problem}catch{}r(new te(i||"The file could not be sent."))},a.onerror=()=>r(new te("\
The file could not be sent: quo-import was ended, or the file is too large.")),a.send(e)})}function mt(e){let n=new EventSource("/api/events");n.addEventListener(
"view",e.view),n.addEventListener("run",o=>e.run(JSON.parse(o.data))),n.onopen=()=>e.connected(!0),n.onerror=()=>e.connected(!1)}var bt=()=>pe("/api/view");var zt=0;function t(e,n,o,r,a,i){n||(n={});let s=n,l,u;if("ref"in s&&typeof e!="function"){s={};for(u in n)u=="ref"?l=n[u]:s[u]=n[u]}let f={type:e,props:s,key:o,ref:l,_children:null,
_parent:null,_depth:0,_dom:null,_component:null,constructor:$,_original:--zt,_index:-1,_flags:0};return(a||i)&&(f.__source=a,f.__self=i),C.vnode&&C.vnode(f),f}var Dt=new Intl.NumberFormat("en"),S=e=>Dt.format(e),A=(e,n,o)=>`${S(e)} ${e===1?n:o}`;function N({children:e,lede:n}){let o=M(null);return L(()=>{(document.activeElement===
document.body||document.activeElement?.closest("nav, .steps-foot"))&&o.current?.focus(),scrollTo(0,0)},[]),t("div",{class:"heading",children:[t("h1",{tabIndex:-1,
ref:o,children:e}),n&&t("p",{class:"lede",children:n})]})}function y({kind:e="",children:n}){return t("div",{class:`notice ${e}`,role:e==="bad"?"alert":void 0,children:n})}
function K({label:e,value:n,options:o,onChange:r,disabled:a}){let i=lt();return t("span",{class:"chip",children:[t("label",{for:i,children:e}),t("select",{id:i,
value:n,disabled:a,onChange:s=>r(s.currentTarget.value),children:o.map(([s,l])=>t("option",{value:s,children:l},s))})]})}function de({title:e,text:n}){let[o,r]=x(
!1);return t("figure",{class:"copy",children:[t("figcaption",{children:[t("span",{children:e}),t("button",{type:"button",class:"plain",onClick:()=>navigator.clipboard.
writeText(n).then(()=>{r(!0),setTimeout(()=>r(!1),2e3)}),"aria-label":`Copy: ${e}`,children:o?"Copied":"Copy"})]}),t("pre",{tabIndex:0,"aria-label":e,children:n})]})}
function O({children:e,note:n}){return t("div",{class:"steps-foot",children:[t("div",{class:"note",children:n}),t("div",{class:"buttons",children:e})]})}function P(){
let[e,n]=x(!1),[o,r]=x("");return[e,o,async i=>{n(!0),r("");try{return await i(),!0}catch(s){return r(s instanceof Error?s.message:String(s)),!1}finally{n(!1)}}]}
function gt({label:e,children:n}){return t("div",{class:"scroll",role:"region","aria-label":e,tabIndex:0,children:n})}function ue({view:e,act:n,after:o}){let[r,a]=x(""),[i,s]=x(!1),[l,u,f]=P();return e.key.have?t("p",{class:"key-have",children:[t("span",{class:"badge",children:[
"API key: ",e.key.from==="keyring"?"from the keyring":e.key.from==="start"?"given at the start":"typed, in memory only"]}),!e.rehearsal&&t("button",{type:"butto\
n",class:"plain",disabled:l,onClick:()=>f(()=>n("/api/key/forget")),children:e.key.from==="keyring"?"Remove it from the keyring":"Use another"})]}):t("form",{class:"\
key",onSubmit:h=>{h.preventDefault(),f(async()=>{await n("/api/key",{key:r,keep:i}),a(""),o?.()})},children:[(u||e.key.problem)&&t(y,{kind:"bad",children:u||e.key.
problem}),t("label",{for:"api-key",children:"API key of your Quo workspace"}),t("div",{class:"buttons",children:[t("input",{id:"api-key",type:"password",autocomplete:"\
off",spellcheck:!1,required:!0,value:r,onInput:h=>a(h.currentTarget.value)}),t("button",{type:"submit",class:"primary",disabled:l||r.trim()==="",children:l?"Ask\
ing Quo \u2026":"Connect"})]}),e.key.keyring&&t("label",{class:"check",children:[t("input",{type:"checkbox",checked:i,onChange:h=>s(h.currentTarget.checked)}),"\
 ",t("span",{children:"Keep it in the keyring of this computer"})]}),t("p",{class:"soft",children:t("small",{children:["In Quo: Settings, API. ",i?"":"It stays \
in the memory of the program, until it ends."]})})]})}var _t={matched:["understood",""],guessed:["a guess: look at it","guessed"],left:["not imported","left"],preset:["known export",""],key:["identifies a row",""],
chosen:["your choice",""]};function yt({view:e,go:n,act:o}){let[r,a,i]=P(),[s,l]=x(""),u=M(new Map),f=e.columns;f.list.forEach(d=>u.current.has(d.name)||u.current.
set(d.name,u.current.size));let c=[...f.list].sort((d,p)=>u.current.get(d.name)-u.current.get(p.name)),h=async(d,p)=>{l(d),await i(()=>o("/api/column",{column:d,
field:p})),l("")},m=f.fields.find(d=>d.name==="Custom fields");return t(w,{children:[t(N,{lede:"What each column becomes in Quo. Those to look at come first.",children:"\
Columns"}),a&&t(y,{kind:"bad",children:a}),e.problem&&t(y,{kind:"bad",children:e.problem}),f.remarks.map(d=>t(y,{children:d},d)),t("div",{class:"chips",children:t(
K,{label:"Rows are identified by",value:f.key,disabled:r,onChange:d=>i(()=>o("/api/answer",{id:"key",answer:d})),options:(f.keys.includes(f.key)||f.key==="deriv\
ed"?[]:[[f.key,f.key]]).concat(f.keys.map(d=>[d,d]),[["derived","number or email, with the name"]])})}),t("ul",{class:"columns",children:c.map(d=>t(Zt,{column:d,
rows:f.rows,groups:f.fields,busy:r,changing:s===d.name,set:h},d.name))}),!m&&!e.key.have&&t("section",{"aria-labelledby":"custom",children:[t("h2",{id:"custom",
children:"Custom fields of your workspace"}),t("p",{class:"about",children:"With an API key of your Quo workspace, columns can also go into its custom fields. O\
nly their names are read; nothing of the file is sent."}),t(ue,{view:e,act:o})]}),t(O,{note:t("button",{type:"button",class:"plain",onClick:()=>n(e.questions.length>
0?"questions":"file"),children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:!e.plan,onClick:()=>n("plan"),children:"Next"})})]})}function Zt({
column:e,rows:n,groups:o,busy:r,changing:a,set:i}){let[s,l]=_t[e.how]||_t.matched,u=n>0&&e.values>=0?e.values/n:0,f=e.field===""||o.some(c=>c.fields.some(h=>h.value===
e.field));return t("li",{class:`column ${l}`,children:[t("div",{class:"column-name",children:[t("h2",{children:t("bdi",{children:e.name})}),t("div",{class:"fill",
role:"img","aria-label":e.values<0?"being counted":`filled in ${S(e.values)} of ${S(n)} rows`,children:[t("svg",{viewBox:"0 0 100 4",preserveAspectRatio:"none",
"aria-hidden":"true",children:[t("rect",{class:"all",width:"100",height:"4",rx:"2"}),t("rect",{class:"some",width:u*100,height:"4",rx:"2"})]}),t("small",{children:e.
values<0?"\xA0":n===e.values?"always filled":e.values===0?"always blank":`${u<.01?"<1":Math.floor(u*100)} % filled`})]})]}),t("ul",{class:"samples",children:[e.
samples.map((c,h)=>t("li",{children:[t("span",{class:"raw",children:t("bdi",{children:c.raw})}),c.problem?t("span",{class:"refused",children:t("bdi",{children:c.
problem})}):c.result!==void 0&&c.result!==c.raw?t("span",{class:"becomes",children:[t("span",{"aria-hidden":"true",children:"\u2192 "}),t("span",{class:"hidden",
children:"becomes "}),t("bdi",{children:c.result||"nothing"})]}):null]},h)),e.samples.length===0&&t("li",{class:"soft",children:"no values"})]}),t("div",{class:"\
column-field",children:[e.fixed?t("p",{class:"soft",children:t("small",{children:e.fixed})}):t("select",{"aria-label":`Field for ${e.name}`,value:e.field,disabled:r&&
!a,onChange:c=>i(e.name,c.currentTarget.value),children:[t("option",{value:"",children:"Do not import"}),!f&&t("option",{value:e.field,children:e.field}),o.map(
c=>t("optgroup",{label:c.name,children:c.fields.map(h=>t("option",{value:h.value,children:h.name},h.value))},c.name))]}),t("p",{class:"column-how",children:[t("\
span",{class:`badge ${l}`,children:s}),e.problems>0&&t("span",{class:"badge bad",children:A(e.problems,"problem","problems")}),e.remark&&e.how!=="key"&&t("small",
{children:t("bdi",{children:e.remark})})]})]})]})}var Vt=[["utf-8","UTF-8"],["utf-16le","UTF-16 LE"],["utf-16be","UTF-16 BE"],["windows-1252","Western (1252)"],["windows-1250","Central European (1250)"],["windo\
ws-1251","Cyrillic (1251)"],["windows-1253","Greek (1253)"],["windows-1254","Turkish (1254)"],["iso-8859-15","Western (8859-15)"],["macintosh","Mac Roman"],["sh\
ift_jis","Japanese (Shift JIS)"],["gb18030","Chinese (GB 18030)"],["big5","Chinese (Big5)"],["euc-kr","Korean (EUC-KR)"]],en=[[",","comma ,"],[";","semicolon ;"],
["tab","tab"],["|","bar |"]],tn=e=>e==="	"?"tab":e===";"?"semicolon":e===","?"comma":e,nn=e=>e<1e3?`${e} bytes`:e<1e6?`${Math.round(e/1e3)} kB`:`${(e/1e6).toFixed(
1)} MB`;function kt({view:e,go:n,act:o,reload:r}){let[a,i,s]=P(),[l,u]=x(-1),f=h=>h&&s(async()=>{u(0);try{await ht(h,u),await r()}finally{u(-1)}});if(!e.session)
return t(w,{children:[t(N,{lede:"The file is read on this computer. Nothing leaves it before you ask to compare it with Quo, and nothing is written to Quo befor\
e you approve the plan.",children:"Import contacts into Quo"}),i&&t(y,{kind:"bad",children:i}),t(on,{formats:e.formats,share:l,busy:a,take:f}),e.recent.length>0&&
t("section",{"aria-labelledby":"recent",children:[t("h2",{id:"recent",children:"Continue"}),t("ul",{class:"recent",children:e.recent.map(h=>t("li",{children:[t(
"button",{type:"button",class:"row",disabled:a,onClick:()=>s(()=>o("/api/session",{id:h.id})),children:[t("b",{children:h.name})," ",t("small",{children:h.changed})]}),
t("button",{type:"button",class:"plain","aria-label":`Forget ${h.name}`,onClick:()=>s(()=>o("/api/session/forget",{id:h.id})),children:"Forget"})]},h.id))})]})]});
let c=e.file;return t(w,{children:[t(N,{lede:"The file is read on this computer. Nothing leaves it before you ask to compare it with Quo, and nothing is written\
 to Quo before you approve the plan.",children:e.session.name}),i&&t(y,{kind:"bad",children:i}),e.problem&&t(y,{kind:"bad",children:e.problem}),c?t(sn,{file:c,session:e.
session,busy:a,change:h=>s(()=>o("/api/read",h))}):!e.problem&&t(an,{}),!c&&e.problem&&t(rn,{read:e.session.read,change:h=>s(()=>o("/api/read",h))}),t(O,{note:t(
"button",{type:"button",class:"plain",onClick:()=>s(()=>o("/api/session",{id:""})),children:"Choose another file"}),children:c&&t("button",{type:"button",class:"\
primary",disabled:!e.columns,onClick:()=>n(e.questions.some(h=>!h.answer)?"questions":"columns"),children:"Next"})})]})}function on({formats:e,share:n,busy:o,take:r}){
let[a,i]=x(!1),s=M(null);return t("div",{class:`drop ${a?"over":""}`,onDragOver:l=>{l.preventDefault(),i(!0)},onDragLeave:()=>i(!1),onDrop:l=>{l.preventDefault(),
i(!1),r(l.dataTransfer?.files[0])},children:[t("input",{ref:s,id:"file",type:"file",disabled:o,onChange:l=>r(l.currentTarget.files?.[0])}),t("label",{for:"file",
children:[t("strong",{children:"Choose a file"})," or drop it here"]}),t("p",{children:e.join(", ")}),t("progress",{max:"1",value:Math.max(0,n),hidden:n<0,"aria\
-label":"Reading the file"})]})}function sn({file:e,session:n,busy:o,change:r}){let a=n.read,i=l=>r({...a,...l}),s=Math.max(1,...e.first.map(l=>l.cells.length));
return t(w,{children:[t("p",{class:"facts",children:[e.format," \xB7 ",nn(e.bytes),e.header&&` \xB7 ${S(e.columns)} columns`]}),t("div",{class:"chips",children:[
e.sheets&&e.sheets.length>0&&t(K,{label:"Sheet",value:e.sheet||"",disabled:o,onChange:l=>r({sheet:l}),options:e.sheets.map(l=>[l,l])}),e.header&&t(K,{label:"Col\
umn names",value:a.noHeader?"0":String(e.headerLine),disabled:o,onChange:l=>i({noHeader:l==="0",headerRow:Number(l)||void 0}),options:[...new Set([...e.first.map(
l=>l.line),e.headerLine].filter(l=>l>0))].sort((l,u)=>l-u).map(l=>[String(l),`in line ${l}`]).concat([["0","there are none"]])}),e.encoding&&t(K,{label:"Encodin\
g",value:a.encoding||"",disabled:o,onChange:l=>i({encoding:l||void 0}),options:[["",a.encoding?"detect":`${e.encoding} (detected)`]].concat(Vt)}),e.delimiter&&t(
K,{label:"Separator",value:a.delimiter||"",disabled:o,onChange:l=>i({delimiter:l||void 0}),options:[["",a.delimiter?"detect":`${tn(e.delimiter)} (detected)`]].concat(
en)})]}),e.warnings.map(l=>t(y,{kind:"warn",children:l},l)),t(gt,{label:"The first lines of the file",children:t("table",{class:"lines",children:t("tbody",{children:e.
first.map(l=>t("tr",{class:l.line===e.headerLine?"header":l.line<=e.above?"above":"",children:[t("th",{scope:"row",children:l.line}),Array.from({length:s},(u,f)=>t(
"td",{children:t("bdi",{children:l.cells[f]??""})},f))]},l.line))})})}),e.first.length===0&&t(y,{children:"There are no rows in it."})]})}function rn({read:e,change:n}){
return Object.values(e).some(Boolean)?t("button",{type:"button",onClick:()=>n({}),children:"Read it as it was detected"}):null}function an(){return t("div",{class:"\
skeleton","aria-hidden":"true",children:Array.from({length:8},(e,n)=>t("span",{},n))})}function xe({run:e,act:n,go:o,words:r}){let[a,i]=x(),[s,l,u]=P(),f=M(null),c=()=>u(async()=>{i(void 0),f.current.showModal(),i(await pe(`/api/undo?run=${encodeURIComponent(
e)}`))}),h=()=>u(async()=>{await n("/api/undo",{run:e}),f.current.close(),o("run")}),m=a&&[a.delete&&`delete ${S(a.delete)}`,a.restore&&`restore ${S(a.restore)}`].
filter(Boolean).join(" and ");return t(w,{children:[t("button",{type:"button",class:"danger",onClick:c,children:r}),t("dialog",{ref:f,"aria-labelledby":`undo-${e}`,
children:[t("h2",{id:`undo-${e}`,children:"Undo this import?"}),l&&t(y,{kind:"bad",children:l}),!a&&!l&&t("p",{class:"working",role:"status",children:[t("span",
{class:"spinner","aria-hidden":"true"}),"Looking what it would do \u2026"]}),a&&t(w,{children:[t("ul",{class:"figures",children:[t("li",{children:[t("b",{children:S(
a.delete)})," to delete"]}),t("li",{children:[t("b",{children:S(a.restore)})," to restore"]}),t("li",{children:[t("b",{children:S(a.left)})," left as they are"]})]}),
t("p",{class:"soft",children:"Quo may keep the keys of deleted contacts, so that they cannot be used again. If a column was wrong, it is better to correct it an\
d import again: the contacts are updated in place."})]}),t("div",{class:"buttons",children:[t("button",{type:"button",onClick:()=>f.current.close(),children:"Ca\
ncel"}),t("button",{type:"button",class:"danger",disabled:s||!m,onClick:h,children:m?m[0].toUpperCase()+m.slice(1):"Nothing to undo"})]})]})]})}var ln={import:"Import",undo:"Undo",rebuild:"Rebuild","state import":"List of keys"},cn=[["created","created"],["updated","updated"],["deleted","deleted"],["unc\
hanged","unchanged"],["rejected","rejected"],["failed","failed"],["notReached","not reached"]];function wt({view:e,go:n,act:o}){let[r,a]=x(),[i,s]=x(""),l=e.run?.
going;return L(()=>{l||pe("/api/runs").then(a,u=>s(u.message))},[l,e.revision]),t(w,{children:[t(N,{lede:"What was imported and undone with this state, the last\
 one first.",children:"History"}),i&&t(y,{kind:"bad",children:i}),l&&t(y,{children:"An import is running: the list is shown when it has ended."}),r&&r.length===
0&&t(y,{children:"Nothing was imported yet."}),!r&&!i&&!l&&t("div",{class:"skeleton","aria-hidden":"true",children:[t("span",{}),t("span",{}),t("span",{})]}),t(
"ol",{class:"past",children:r?.map(u=>t("li",{children:[t("div",{children:[t("h2",{children:[ln[u.kind]||u.kind," ",t("time",{children:u.began})]}),t("p",{class:"\
soft",children:t("bdi",{children:u.files.join(", ")||u.source})}),t("p",{children:cn.filter(([f])=>u.kind==="undo"?f!=="unchanged"&&u.counts[f]>0:u.counts[f]>0).
map(([f,c])=>`${S(u.counts[f])} ${u.kind==="undo"&&f==="updated"?"restored":c}`).join(" \xB7 ")||"nothing was written"}),u.outcome&&t("p",{class:"soft",children:t(
"small",{children:u.outcome})})]}),u.undone?t("span",{class:"badge left",children:"undone"}):u.undoable&&e.key.have?t(xe,{run:u.id,act:o,go:n,words:"Undo"}):null]},
u.id))})]})}var pn=[["phone","Use those who are surely the same","name or email agrees, too: their values stay, missing ones are filled. The other rows are left out, to be \
decided one by one"],["phone-only","Use all of them","whatever the contacts are called"],["none","Use none of them","every row becomes a contact of its own besi\
de them"]],Et={adopted:["is used",""],unsure:["row left out","bad"],open:["to decide","guessed"]};function Ct({view:e,go:n,act:o}){let r=e.plan,[a,i,s]=P(),[l,u]=x(
e.session.adopt||"phone"),f=()=>s(async()=>{await o("/api/adopt",{adopt:l}),n("plan")});return t(w,{children:[t(N,{lede:`${A(r.adoptable,"new row has","new rows\
 have")} the number of a contact that is already in Quo. Is it the same person?`,children:"Already in Quo"}),i&&t(y,{kind:"bad",children:i}),t("fieldset",{class:"\
question",children:[t("legend",{children:t("h2",{children:"What is to be done with them?"})}),t("div",{class:"choices",children:pn.map(([c,h,m])=>t("label",{class:"\
choice",children:[t("input",{type:"radio",name:"adopt",checked:l===c,onChange:()=>u(c)}),t("span",{children:[t("b",{children:h}),t("small",{children:m})]})]},c))})]}),
t("ul",{class:"pairs",children:r.pairs.map(c=>t("li",{class:"pair",children:[t("div",{children:[t("small",{children:c.place}),t("b",{children:t("bdi",{children:c.
name||"no name"})})]}),t("span",{class:"same","aria-hidden":"true",children:"=?"}),t("div",{children:c.contacts.map(h=>t("p",{children:[t("small",{children:["in\
 Quo, same ",h.why]}),t("b",{children:t("bdi",{children:h.name||h.id})})]},h.id))}),t("span",{class:`badge ${Et[c.outcome]?.[1]||""}`,children:Et[c.outcome]?.[0]||
c.outcome})]},c.place+c.key))}),r.morePairs>0&&t("p",{class:"soft",children:["\u2026 and ",S(r.morePairs)," more"]}),t(O,{note:t("button",{type:"button",class:"\
plain",onClick:()=>n("plan"),children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:a,onClick:f,children:a?"Comparing \u2026":"Compare ag\
ain with this"})})]})}var Be=5,dn=[["ready","to import"],["created","to create"],["updated","to update"],["unchanged","unchanged"],["skipped","left out on purpose"],["rejected","reje\
cted"],["failed","would be refused"],["notReached","not reached"]];function Se({counts:e,words:n={}}){let o=dn.filter(([i])=>e[i]>0),r=o.reduce((i,[s])=>i+e[s],
0),a=0;return t("div",{class:"count-bar",children:[t("svg",{class:"bar",viewBox:"0 0 1000 10",preserveAspectRatio:"none",role:"img","aria-label":o.map(([i,s])=>`${S(
e[i])} ${n[i]||s}`).join(", "),children:o.map(([i])=>{let s=Math.max(6,1e3*e[i]/r),l=a;return a+=s,t("rect",{class:i.toLowerCase(),x:l,y:"0",width:s,height:"10"},
i)})}),t("ul",{class:"legend",children:o.map(([i,s])=>t("li",{children:[t("svg",{class:"key",viewBox:"0 0 10 10","aria-hidden":"true",children:t("rect",{class:i.
toLowerCase(),width:"10",height:"10",rx:"2"})}),t("b",{children:S(e[i])})," ",t("span",{children:n[i]||s})]},i))})]})}function xt({view:e,go:n,act:o}){let[r,a,i]=P(),
s=e.plan,l=s.writes,u=e.questions.filter(m=>!m.answer&&!m.optional).length,f=m=>i(async()=>{await o("/api/run",{limit:m}),n("run")}),c=s.counts,h=l===1?"contact":
"contacts";return t(w,{children:[t(N,{lede:s.compared?`This is what an import does. Nothing has been written${e.rehearsal?"":" to Quo"} yet.`:"This is what the \
file says. Nothing has left this computer.",children:s.compared?"The plan":"What would be imported"}),a&&t(y,{kind:"bad",children:a}),e.problem&&t(y,{kind:"bad",
children:e.problem}),u>0&&t(y,{kind:"warn",children:[A(u,"question is","questions are")," open. ",t("a",{href:"#/questions",children:"Answer them first"})]}),s.
stop&&t(y,{kind:"bad",children:[t("strong",{children:"An import would stop here:"})," ",s.stop,s.adoptable>0&&s.pairs.length>0&&t(w,{children:[" ",t("a",{href:"\
#/pairs",children:"Look at the contacts"})]})]}),t(Se,{counts:c}),t("ul",{class:"figures",children:[t("li",{children:[t("b",{children:S(c.read)})," rows"]}),s.duration&&
l>0&&t("li",{children:["about ",t("b",{children:s.duration})]}),c.adopted>0&&t("li",{children:[t("b",{children:S(c.adopted)})," in Quo already, and used"]}),c.warnings>
0&&t("li",{children:[t("b",{children:S(c.warnings)})," ",c.warnings===1?"warning":"warnings"]})]}),s.phoneless>0&&t(y,{kind:"warn",children:[A(s.phoneless,"cont\
act has","contacts have")," no phone number: the Quo app never shows such contacts."]}),s.nameless>0&&t(y,{kind:"warn",children:[A(s.nameless,"contact has","con\
tacts have")," no name, and will be called after the phone number."]}),s.notices.map(m=>t(y,{children:m},m)),s.adoptable>0&&!s.stop&&t(y,{kind:"warn",children:[
A(s.adoptable,"new row has","new rows have")," the number of a contact that is already in Quo. ",t("a",{href:"#/pairs",children:"Compare them"})]}),!s.compared&&
t("section",{class:"compare","aria-labelledby":"compare",children:[t("h2",{id:"compare",children:"Compare with Quo"}),t("p",{class:"about",children:[e.rehearsal?
"The stand-in for Quo on this computer is asked":"Quo is asked"," which of these contacts it has already. It is only read."]}),e.key.have?t(w,{children:t("div",
{class:"buttons",children:[t("button",{type:"button",class:"primary",disabled:r||u>0||!!e.busy,onClick:()=>i(()=>o("/api/compare")),children:"Compare with Quo"}),
t(ue,{view:e,act:o})]})}):t(ue,{view:e,act:o})]}),t(un,{plan:s,ready:!e.busy}),s.changes.length>0&&t("section",{"aria-labelledby":"changes",children:[t("h2",{id:"\
changes",children:["What changes in Quo ",t("span",{class:"n",children:S(s.changes.length+s.moreChanges)})]}),t("ul",{class:"cards",children:s.changes.map(m=>t(
hn,{change:m},m.place+m.key))}),s.moreChanges>0&&t("p",{class:"soft",children:["\u2026 and ",S(s.moreChanges)," more"]})]}),s.cards.length>0&&t("section",{"aria\
-labelledby":"first",children:[t("h2",{id:"first",children:"The first contacts, as they will look in Quo"}),t("ul",{class:"cards",children:s.cards.map(m=>t("li",
{class:"card",children:[t("div",{class:"who",children:[t("span",{class:"initials","aria-hidden":"true",children:m.initials}),t("div",{children:[t("h3",{children:t(
"bdi",{children:m.name})}),t("p",{children:m.action})]})]}),t("dl",{children:m.facts.map((d,p)=>t("div",{children:[t("dt",{children:t("bdi",{children:d.name})}),
t("dd",{children:t("bdi",{children:d.value})})]},p))}),t("p",{class:"place",children:m.place})]},m.place))})]}),t("section",{"aria-labelledby":"memory",children:[
t("h2",{id:"memory",children:"How contacts are found again"}),t("dl",{class:"rows",children:[t("div",{children:[t("dt",{children:"List"}),t("dd",{children:t("bd\
i",{children:s.source})})]}),t("div",{children:[t("dt",{children:"A row is identified by"}),t("dd",{children:t("bdi",{children:s.keyed})})]}),t("div",{children:[
t("dt",{children:"State file"}),t("dd",{children:t("bdi",{children:s.state})})]})]})]}),t(O,{note:s.compared?t(w,{children:l>0&&"Contacts made through the API a\
ppear in the Quo app once there is a conversation with their number, and may be read-only there."}):t("button",{type:"button",class:"plain",onClick:()=>n("colum\
ns"),children:"Back"}),children:[s.compared&&!s.stop&&l>Be&&t("button",{type:"button",disabled:r||!!e.busy,onClick:()=>f(Be),children:["Import ",Be," first"]}),
s.compared&&t("button",{type:"button",class:"primary",disabled:r||!!e.busy||!!s.stop||l===0,onClick:()=>f(0),children:l===0?"Nothing to write":`Write ${S(l)} ${h}${e.
rehearsal?"":" to Quo"}`})]})]})}function un({plan:e}){return e.problems.length===0?null:t("section",{"aria-labelledby":"problems",children:[t("h2",{id:"problem\
s",children:["Rows that cannot be imported as they are ",t("span",{class:"n",children:S(e.counts.rejected+e.counts.failed)})]}),t("ul",{class:"groups",children:e.
problems.map(n=>t(fn,{group:n},n.column+n.kind))}),e.moreProblems>0&&t("p",{class:"soft",children:["\u2026 and ",A(e.moreProblems,"more problem","more problems")]})]})}
function fn({group:e}){let[n,o]=x(!1);return t("li",{class:"group",children:[t("div",{class:"group-head",children:[t("b",{class:"group-count",children:S(e.count)}),
t("span",{children:[t("b",{children:t("bdi",{children:e.column||"The row as a whole"})})," ",t("bdi",{children:e.message})]}),t("button",{type:"button",class:"p\
lain","aria-expanded":n,onClick:()=>o(!n),children:n?"Hide":"Examples"})]}),n&&t("ul",{class:"examples",children:e.examples.map((r,a)=>t("li",{children:[t("span",
{class:"place",children:r.place})," ",r.value&&t("code",{children:t("bdi",{children:r.value})})," ",t("bdi",{children:r.message})]},a))})]})}function hn({change:e}){
return t("li",{class:"card",children:[t("h3",{children:t("bdi",{children:e.name||e.key})}),e.message&&t("p",{class:"soft",children:e.message}),t("dl",{class:"di\
ff",children:e.fields.map((n,o)=>t("div",{children:[t("dt",{children:t("bdi",{children:n.field})}),t("dd",{children:[n.before&&t("del",{children:[t("span",{class:"\
hidden",children:"before: "}),t("bdi",{children:n.before})]}),n.before&&n.after&&t("span",{"aria-hidden":"true",children:" \u2192 "}),n.after&&t("ins",{children:[
t("span",{class:"hidden",children:"after: "}),t("bdi",{children:n.after})]})]})]},o))}),t("p",{class:"place",children:e.place})]})}var ne="\0other",mn=e=>{let n=e.answer||e.default||"";return n===""?{choice:e.choices.length===0?ne:"",text:""}:e.choices.some(o=>o.answer===n)?{choice:n,text:""}:
{choice:ne,text:n}},bn=e=>e?e.choice===ne?e.text.trim():e.choice:"";function St({view:e,go:n,reload:o}){let[r,a,i]=P(),[s,l]=x({}),[u,f]=x(""),c=d=>s[d.id]||mn(
d),h=e.questions.filter(d=>!d.answer),m=()=>i(async()=>{for(let b of e.questions){let k=bn(c(b));if(k!==(b.answer||"")){if(k==="")throw f(b.id),document.getElementById(
`q-${b.id}`)?.focus(),new Error("A question has no answer yet.");try{await G("/api/answer",{id:b.id,answer:k})}catch(_){throw f(b.id),document.getElementById(`q\
-${b.id}`)?.focus(),_}}}f("");let d=new Set(e.questions.map(b=>b.id)),p=await o();p&&p.questions.some(b=>!b.answer&&!d.has(b.id))||n("columns")});return t(w,{children:[
t(N,{lede:h.length>0?`${A(h.length,"question","questions")} that only you can answer. What the file shows is chosen already.`:"Everything is answered. You can c\
hange an answer.",children:"Questions"}),a&&!u&&t(y,{kind:"bad",children:a}),e.questions.length===0&&!e.busy&&t(y,{kind:"good",children:"There is nothing to ask\
: the file says it all."}),e.questions.map(d=>t(gn,{q:d,selected:c(d),problem:u===d.id?a:"",select:p=>{f(""),l({...s,[d.id]:p})}},d.id)),t(O,{note:t("button",{type:"\
button",class:"plain",onClick:()=>n("file"),children:"Back"}),children:t("button",{type:"button",class:"primary",disabled:r,onClick:m,children:r?"Working \u2026":
"Next"})})]})}function gn({q:e,selected:n,select:o,problem:r}){let a=`answer-${e.id}`,i=s=>o({...n,choice:s});return t("fieldset",{class:`question ${r?"wrong":""}`,
id:`q-${e.id}`,tabIndex:-1,children:[t("legend",{children:t("h2",{children:e.question})}),e.evidence.length>0&&t("ul",{class:"evidence",children:e.evidence.map(
s=>t("li",{children:t("bdi",{children:s})},s))}),r&&t(y,{kind:"bad",children:r}),t("div",{class:"choices",children:[e.choices.map(s=>t("label",{class:"choice",children:[
t("input",{type:"radio",name:a,checked:n.choice===s.answer,onChange:()=>i(s.answer)}),t("span",{children:[t("b",{children:t("bdi",{children:s.answer})}),s.answer===
e.default&&t("span",{class:"badge",children:"proposed"}),t("small",{children:t("bdi",{children:s.means})})]})]},s.answer)),e.free&&t("label",{class:"choice",children:[
e.choices.length>0&&t("input",{type:"radio",name:a,checked:n.choice===ne,onChange:()=>i(ne)}),t("span",{class:"free",children:[e.choices.length>0&&t("b",{children:"\
Another answer"}),t("input",{type:"text","aria-label":`${e.question} ${e.takes||""}`,placeholder:(e.takes||"").toLowerCase(),value:n.text,onInput:s=>o({choice:ne,
text:s.currentTarget.value})})]})]})]}),e.otherwise&&t("p",{class:"soft",children:t("small",{children:e.otherwise})})]})}var vt={created:"created",updated:"updated"},Tt={deleted:"deleted",updated:"restored",skipped:"left as they are"};function Pt(e){let n=e.view.run;return n.going?
t(_n,{...e,run:n}):t(yn,{...e,run:n})}function _n({view:e,run:n,act:o}){let[r,a,i]=P(),s=n.kind==="undo",l=n.total>0?n.done/n.total:0,u=Math.floor(l*100),f=M("");
return u%10===0&&(f.current=`${u} percent`),t(w,{children:[t(N,{lede:"You can close this page: it goes on. Open it again with a new address from the window wher\
e quo-import runs.",children:n.stopping?"Stopping":n.paused?"Paused":s?"Undoing":n.trial?"Importing the first rows":"Importing"}),a&&t(y,{kind:"bad",children:a}),
t("div",{class:"progress",children:[t("progress",{max:Math.max(1,n.total),value:n.done,"aria-label":"Progress"}),t("p",{children:[t("b",{class:"big",children:S(
n.done)})," of ",S(n.total)," ",s?"contacts":"rows",t("span",{class:"soft",children:[n.rate&&` \xB7 ${n.rate}`,n.left&&!n.paused&&` \xB7 about ${n.left} left`]})]}),
t("p",{class:"hidden",role:"status",children:f.current})]}),t("div",{class:"buttons",children:[!n.stopping&&(n.paused?t("button",{type:"button",class:"primary",
disabled:r,onClick:()=>i(()=>o("/api/run/pause",{paused:!1})),children:"Continue"}):t("button",{type:"button",disabled:r,onClick:()=>i(()=>o("/api/run/pause",{paused:!0})),
children:"Pause"})),t("button",{type:"button",class:"danger",disabled:r||n.stopping,onClick:()=>i(()=>o("/api/run/stop")),children:n.stopping?"Finishing what is\
 in flight \u2026":"Stop"})]}),t(Se,{counts:n.counts,words:s?Tt:vt}),e.rehearsal&&t("p",{class:"soft",children:"A rehearsal: the contacts are in a stand-in for \
Quo on this computer."}),t(Rt,{run:n})]})}function yn({view:e,run:n,go:o,act:r}){let[a,i,s]=P(),l=n.kind==="undo",u=n.counts,f=(u.created||0)+(u.updated||0),c=(u.
rejected||0)+(u.failed||0),h=()=>s(async()=>{await r("/api/compare"),o("plan")}),m=n.interrupted?"Interrupted":n.stopped&&(u.notReached||0)>0&&!n.trial?"Stopped":
l?"Undone":n.trial?`The first ${A(f,"contact is","contacts are")} in Quo`:"Done";return t(w,{children:[t(N,{lede:l?"Contacts that were changed since, in Quo or \
by another import, were left as they are.":n.interrupted?"The program was ended in the middle of it. Everything that was written is recorded: comparing again sh\
ows what is left.":n.trial?"Look at them in Quo. Then import the rest, or undo these.":c>0?`${A(c,"row is","rows are")} not in Quo. Fix them and import again: w\
hat is there already is not created twice.`:"Everything that the file says is in Quo.",children:m}),i&&t(y,{kind:"bad",children:i}),n.stopped&&!n.trial&&t(y,{kind:n.
interrupted?"":"bad",children:n.stopped}),t(Se,{counts:u,words:l?Tt:vt}),u.deleted>0&&t("ul",{class:"figures",children:t("li",{children:[t("b",{children:S(u.deleted)}),
" deleted"]})}),t(Rt,{run:n}),n.files.length>0&&t("section",{"aria-labelledby":"files",children:[t("h2",{id:"files",children:"Files of this run"}),t("ul",{class:"\
files",children:n.files.map(d=>t("li",{children:[t("a",{href:`/api/report?run=${encodeURIComponent(n.id)}&file=${encodeURIComponent(d.name)}`,download:d.name,children:d.
name})," ",t("span",{class:"soft",children:d.what})]},d.name))}),n.report&&t("p",{class:"soft",children:t("small",{children:["in ",n.report]})})]}),e.nightly&&!l&&
!n.trial&&f+(u.unchanged||0)>0&&t(kn,{nightly:e.nightly}),t(O,{note:!l&&f>0?t(xe,{run:n.id,act:r,go:o,words:n.trial?"Undo these":"Undo this import"}):t("button",
{type:"button",class:"plain",onClick:()=>o("file"),children:"Back to the file"}),children:(n.trial||n.interrupted||n.stopped||c>0||l)&&t("button",{type:"button",
class:"primary",disabled:a||!!e.busy||!e.key.have,onClick:h,children:n.trial?"Go on with the rest":"Compare again"})})]})}function Rt({run:e}){return e.failures.
length===0?null:t("section",{"aria-labelledby":"failures",children:[t("h2",{id:"failures",children:["Refused ",t("span",{class:"n",children:S(e.counts.failed)})]}),
t("ul",{class:"groups",children:e.failures.map((n,o)=>t("li",{class:"group",children:t("div",{class:"group-head",children:[t("span",{class:"badge bad",children:n.
status||"no answer"}),t("span",{children:[t("bdi",{children:n.message})," ",t("span",{class:"place",children:n.place||n.key})]})]})},o))}),e.counts.failed>e.failures.
length&&t("p",{class:"soft",children:["The last ",e.failures.length,"; all of them are in the files of the run."]})]})}function kn({nightly:e}){let[n,o]=x(!1),[
r,a]=x(""),[i,s,l]=P();return L(()=>a(""),[e.mapping]),t("section",{"aria-labelledby":"nightly",children:[t("h2",{id:"nightly",children:t("button",{type:"button",
class:"opens","aria-expanded":n,onClick:()=>o(!n),children:"Run it every night"})}),n&&t(w,{children:[t("p",{class:"about",children:"The same import without thi\
s page: unchanged rows cost nothing, changed ones are updated, and an alarm is raised only by what is new."}),s&&t(y,{kind:"bad",children:s}),t("p",{class:"butt\
ons",children:[t("button",{type:"button",disabled:i,onClick:()=>l(async()=>{await G("/api/nightly/save"),a(e.mapping)}),children:["Save the mapping as ",e.mapping]}),
r&&t("span",{class:"badge",role:"status",children:"saved"})]}),t(de,{title:"The command",text:e.command}),t(de,{title:"Line of a crontab",text:e.crontab}),t(de,
{title:"systemd: quo-import.service",text:e.service}),t(de,{title:"systemd: quo-import.timer",text:e.timer})]})]})}var fe=[{id:"file",title:"File",ready:()=>!0,component:kt},{id:"questions",title:"Questions",badge:e=>e.questions.filter(n=>!n.answer).length,ready:e=>!!e.file,
component:St},{id:"columns",title:"Columns",ready:e=>!!e.columns,component:yt},{id:"plan",title:"Plan",ready:e=>!!e.plan,component:xt},{id:"pairs",title:"Alread\
y in Quo",badge:e=>e.plan?.pairs.filter(n=>n.outcome==="open").length??0,ready:e=>!!e.plan&&e.plan.pairs.length>0,component:Ct},{id:"run",title:"Import",ready:e=>!!e.
run,component:Pt},{id:"history",title:"History",ready:e=>!!e.session,component:wt}];var Nt=()=>location.hash.replace(/^#\//,"");function wn(){let[e,n]=x(),[o,r]=x(Nt),[a,i]=x(!0),[s,l]=x(""),u=M(null),f=at(()=>{if(u.current)return u.current.again=
!0,u.current.done;let b={again:!1,done:Promise.resolve(void 0)};return u.current=b,b.done=(async()=>{try{let k;do b.again=!1,n(k=await bt());while(b.again);return l(
""),k}catch(k){l(k.message)}finally{u.current=null}})(),b.done},[]);L(()=>{let b=0;mt({view:f,run:E=>n(R=>R&&{...R,run:E}),connected:E=>{clearTimeout(b),E?i(!0):
b=setTimeout(()=>i(!1),2500)}});let k=()=>r(Nt()),_=E=>E.preventDefault();return addEventListener("hashchange",k),addEventListener("dragover",_),addEventListener(
"drop",_),()=>removeEventListener("hashchange",k)},[f]);let c=e&&(fe.find(b=>b.id===(o||e.session?.screen)&&b.ready(e))||fe[0]),h=c?.id;if(L(()=>{if(!h||!e)return;
let b=fe.find(k=>k.id===h).title;document.title=`${b}${e.session?" \xB7 "+e.session.name:""} \xB7 quo-import`,o!==h&&history.replaceState(null,"",`#/${h}`),e.session&&
e.session.screen!==h&&G("/api/screen",{screen:h}).catch(()=>{})},[h,e?.session?.id]),!e||!c)return t("main",{class:"boot",children:s?t("p",{role:"alert",children:s}):
t("p",{children:"Loading \u2026"})});let m=b=>{location.hash=`#/${b}`},d=async(b,k)=>{await G(b,k),await f()},p=c.component;return t(w,{children:[t("header",{class:"\
top",children:[t("a",{class:"brand",href:"#/file",children:[t("img",{src:"/static/icon.svg",alt:"",width:"24",height:"24"})," quo-import"]}),e.session&&t("span",
{class:"file-name",title:e.session.path,children:e.session.name}),t("span",{class:"where",children:e.rehearsal?t("b",{class:"badge guessed",children:"Rehearsal:\
 nothing leaves this computer"}):e.where.replace(/^https?:\/\//,"")})]}),e.session&&t("nav",{"aria-label":"Steps",children:t("ol",{children:fe.map(b=>{let k=b.badge?.(
e),_=b.ready(e);return t("li",{children:_?t("a",{href:`#/${b.id}`,"aria-current":b.id===c.id?"step":void 0,children:[b.title,k?t("span",{class:"count",children:k}):
null]}):t("span",{class:"later","aria-disabled":"true",children:b.title})},b.id)})})}),t("main",{children:[!a&&t("div",{class:"notice bad",role:"alert",children:"\
quo-import does not answer. If it was ended, start it again with the same file: nothing is lost, and an import that was going on can be continued."}),s&&t("div",
{class:"notice bad",role:"alert",children:s}),t(p,{view:e,go:m,act:d,reload:f},c.id+(e.session?.id??"")),t("p",{class:"working",role:"status",children:e.busy?t(
w,{children:[t("span",{class:"spinner","aria-hidden":"true"}),e.busy," \u2026"]}):""})]})]})}var At=document.getElementById("app");At.replaceChildren();Oe(t(wn,
{}),At);
